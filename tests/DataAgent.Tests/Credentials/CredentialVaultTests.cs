using DataAgent.Credentials;

namespace DataAgent.Tests.Credentials;

public sealed class CredentialVaultTests
{
    private static readonly string Old = CredentialKeyRing.Generate().Replace("k1:", "old:", StringComparison.Ordinal);
    private static readonly string New = CredentialKeyRing.Generate().Replace("k1:", "new:", StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("größe 🙂 ' \\")]
    public void What_was_sealed_opens_in_its_place(string plain)
    {
        var vault = Vault(New);

        Assert.Equal(plain, vault.Open(vault.Seal(plain, "project/1/db_password"), "project/1/db_password"));
    }

    [Fact]
    public void Two_seals_of_one_text_differ()
    {
        var vault = Vault(New);

        Assert.NotEqual(vault.Seal("secret", "a"), vault.Seal("secret", "a"));
    }

    [Fact]
    public void A_seal_opens_nowhere_else()
    {
        var vault = Vault(New);
        var text = vault.Seal("secret", "project/1/db_password");

        Assert.Throws<CredentialException>(() => vault.Open(text, "project/2/db_password"));
    }

    [Fact]
    public void The_first_key_seals_and_every_key_opens()
    {
        var before = Vault(Old).Seal("secret", "a");
        var rotated = Vault($"{New},{Old}");

        Assert.Equal("secret", rotated.Open(before, "a"));
        Assert.StartsWith("v1.new.", rotated.Seal("secret", "a"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_gone_is_named()
    {
        var sealedText = Vault(Old).Seal("secret", "a");

        var problem = Assert.Throws<CredentialException>(() => Vault(New).Open(sealedText, "a"));

        Assert.Contains("'old'", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain text")]
    [InlineData("v1.new.")]
    [InlineData("v1.new.AAAA")]
    [InlineData("v1.new.not base64!")]
    [InlineData("v2.new.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_damaged_seal_is_a_sentence_not_a_stack(string damaged) =>
        Assert.Throws<CredentialException>(() => Vault(New).Open(damaged, "a"));

    [Theory]
    [InlineData("")]
    [InlineData("k1")]
    [InlineData("k1:short")]
    [InlineData(":AAAA")]
    public void A_bad_ring_is_refused(string ring) =>
        Assert.Throws<FormatException>(() => CredentialKeyRing.Parse(ring));

    [Fact]
    public void A_key_given_twice_is_refused() =>
        Assert.Throws<FormatException>(() => CredentialKeyRing.Parse($"{New},{New}"));

    private static CredentialVault Vault(string ring) => new(CredentialKeyRing.Parse(ring));
}
