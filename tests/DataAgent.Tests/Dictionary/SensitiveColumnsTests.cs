using CsCheck;
using DataAgent.Dictionary;

namespace DataAgent.Tests.Dictionary;

public sealed class SensitiveColumnsTests
{
    [Theory]
    [InlineData("password")]
    [InlineData("PasswordHash")]
    [InlineData("userpasswordhash")]
    [InlineData("pin")]
    [InlineData("user_pin")]
    [InlineData("auth")]
    [InlineData("authCode")]
    [InlineData("api_key")]
    [InlineData("APIKey")]
    [InlineData("api_keys")]
    [InlineData("e_mail")]
    [InlineData("eMail")]
    [InlineData("EMAIL_ADDRESS")]
    [InlineData("emails")]
    [InlineData("SSN")]
    [InlineData("socialSecurityNumber")]
    [InlineData("credit-card")]
    [InlineData("cardNumber")]
    [InlineData("cvv2")]
    [InlineData("private_key_pem")]
    [InlineData("refresh_token")]
    [InlineData("mobile")]
    [InlineData("phone_2")]
    [InlineData("IBAN")]
    [InlineData("birth_date")]
    [InlineData("date_of_birth")]
    [InlineData("dob")]
    [InlineData("passport_no")]
    [InlineData("tax_id")]
    public void Hides_by_whole_words_of_the_name(string name) => Assert.True(SensitiveColumns.IsSensitiveName(name));

    [Theory]
    [InlineData("shipping")]
    [InlineData("spinner")]
    [InlineData("pinned")]
    [InlineData("author")]
    [InlineData("authority")]
    [InlineData("secretary")]
    [InlineData("tokenizer")]
    [InlineData("card_type")]
    [InlineData("security_level")]
    [InlineData("key")]
    [InlineData("api_version")]
    [InlineData("compass")]
    [InlineData("passenger")]
    [InlineData("telemetry")]
    [InlineData("taxonomy")]
    [InlineData("date")]
    public void Does_not_hide_by_parts_of_words(string name) => Assert.False(SensitiveColumns.IsSensitiveName(name));

    [Fact]
    public void A_word_hides_however_the_name_is_written_and_never_as_a_part_of_another()
    {
        string[] sensitive = ["pin", "otp", "ssn", "dob", "tel", "fax", "auth", "salt", "cvv"];
        var letters = Gen.Char['a', 'z'].Array[2, 6].Select(c => new string(c));

        Gen.Select(Gen.Int[0, sensitive.Length - 1].Select(i => sensitive[i]), letters, letters).Sample((word, before, after) =>
        {
            var title = $"{char.ToUpperInvariant(word[0])}{word[1..]}";
            string[] whole = [$"{before}_{word}_{after}", $"{before}{title}", $"{word}{char.ToUpperInvariant(after[0])}{after[1..]}", $"{before}-{word.ToUpperInvariant()}", $"{before} {word}2"];
            Assert.All(whole, name => Assert.True(SensitiveColumns.IsSensitiveName(name), name));
            Assert.False(SensitiveColumns.IsSensitiveName($"{before}{word}{after}"), $"{before}{word}{after}");
        });
    }

    [Fact]
    public void A_flag_or_a_choice_gives_nothing_away()
    {
        Assert.False(SensitiveColumns.ByName(new ColumnInfo("email_verified", "boolean", "bool", true)));
        Assert.False(SensitiveColumns.ByName(new ColumnInfo("phone_kind", "phone_kind", "phone_kind", true) { Enum = "phone_kind" }));
    }

    [Theory]
    [InlineData("jo@example.com")]
    [InlineData("please write to jo.doe+x@mail.example.co.uk today")]
    [InlineData("+49 30 1234567")]
    [InlineData("(555) 123-4567")]
    [InlineData("555-123-4567")]
    [InlineData("4111 1111 1111 1111")]
    [InlineData("4111111111111111")]
    [InlineData("378282246310005")]
    [InlineData("DE89 3704 0044 0532 0130 00")]
    [InlineData("GB82WEST12345698765432")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc")]
    [InlineData("sk-proj-abcdef")]
    [InlineData("ghp_0123456789abcdef")]
    [InlineData("$2b$12$abcdefghijklmnopqrstuv")]
    [InlineData("5f4dcc3b5aa765d61d8327deb882cf99")]
    [InlineData("Zm9vYmFyMTIzNDU2Nzg5MEFCQ0RFRkdISUpLTE1O")]
    public void Hides_by_the_look_of_a_value(string value) => Assert.True(SensitiveColumns.ByContent([value]));

    [Theory]
    [InlineData("4111 1111 1111 1112")]
    [InlineData("DE89 3704 0044 0532 0130 01")]
    [InlineData("2024-01-31")]
    [InlineData("2024-01-31 10:20:30+00")]
    [InlineData("12345-6789")]
    [InlineData("192.168.100.200")]
    [InlineData("5551234567")]
    [InlineData("user@localhost")]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    [InlineData("a-rather-long-slug-of-a-page-about-2024")]
    [InlineData("Hello, world")]
    [InlineData("")]
    public void Shows_what_only_resembles_it(string value) => Assert.False(SensitiveColumns.ByContent([value]));

    [Fact]
    public void One_number_that_passes_for_a_card_among_many_hides_nothing()
    {
        Assert.False(SensitiveColumns.ByContent(["4111111111111111", "4111111111111112", "4111111111111113"]));
    }
}
