using DataAgent.Users;

namespace DataAgent.Tests.Users;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("elevenchars", "12 to 256")]
    [InlineData("ada.lovelace@example.test", "not your e-mail")]
    [InlineData("ADA.LOVELACE@example.TEST", "not your e-mail")]
    [InlineData("ada.lovelaceada.lovelace", "not your e-mail")]
    [InlineData("Password1234", "among the first")]
    [InlineData("correct horse battery staple", "among the first")]
    [InlineData("ababababababab", "among the first")]
    public void A_password_that_anybody_would_guess_is_refused_with_what_to_do(string password, string words) =>
        Assert.Contains(words, PasswordRules.Problem(password, "ada.lovelace@example.test"), StringComparison.Ordinal);

    [Theory]
    [InlineData("nothing but lower case letters")]
    [InlineData("ada.lovelace likes 3 trains")]
    [InlineData("ключ от старого замка")]
    public void Length_is_enough_whatever_the_characters(string password) =>
        Assert.Null(PasswordRules.Problem(password, "ada.lovelace@example.test"));

    [Fact]
    public void Megabytes_are_refused_before_they_are_hashed() =>
        Assert.NotNull(PasswordRules.Problem(new string('x', 1_000_000) + "abc", "ada@example.test"));
}
