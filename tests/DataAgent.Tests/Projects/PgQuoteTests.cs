using DataAgent.Projects.Roles;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Projects;

public sealed class PgQuoteTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("plain")]
    [InlineData("select")]
    [InlineData("Two Words")]
    [InlineData("a\"b\"\"c")]
    [InlineData("it's")]
    [InlineData("back\\slash'\\")]
    [InlineData("$1; drop table x; --")]
    [InlineData("größe 日本 🙂")]
    public async Task PostgreSQL_reads_back_what_was_quoted(string text)
    {
        await using var connection = new NpgsqlConnection(server.AdminConnectionString);
        await connection.OpenAsync(Token);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new($"select {PgQuote.Text(text)} as {PgQuote.Name(text)}") } };

        await using var reader = await batch.ExecuteReaderAsync(Token);
        await reader.ReadAsync(Token);

        Assert.Equal(text, reader.GetString(0));
        Assert.Equal(text, reader.GetName(0));
    }

    [Fact]
    public void A_name_with_a_nul_is_our_bug() =>
        Assert.Throws<ArgumentException>(() => PgQuote.Name("a\0b"));
}
