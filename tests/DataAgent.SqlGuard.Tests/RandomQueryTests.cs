using System.Text.Json;
using CsCheck;
using Npgsql;

namespace DataAgent.SqlGuard.Tests;

public sealed class RandomQueryTests(Shop shop, WarmGuard warm) : IClassFixture<Shop>
{
    /// <summary>EXPLAIN is the second opinion: it knows no scopes of ours, only the tables that PostgreSQL's own analysis found.</summary>
    [Fact]
    public void The_guard_names_every_table_that_PostgreSQL_would_read()
    {
        using var connection = shop.Source.OpenConnection();
        var explained = 0;

        Gen.Int.Sample(
            seed =>
            {
                var sql = new RandomQuery(seed).Write();
                var verdict = warm.Guard.Check(sql, shop.ClosedWorld);
                if (!TryExplain(connection, sql, out var read))
                    return;

                Interlocked.Increment(ref explained);
                Assert.True(verdict.IsAllowed, $"{sql}\n{string.Join("\n", verdict.Refusals)}");
                Assert.True(!read.Except(verdict.Relations).Any(), $"{sql}\nread {string.Join(", ", read)}, named {string.Join(", ", verdict.Relations)}");
            },
            iter: 300,
            threads: 1);

        Assert.True(explained > 150, $"only {explained} of 300 were valid");
    }

    private static bool TryExplain(NpgsqlConnection connection, string sql, out HashSet<string> relations)
    {
        relations = [];
        try
        {
            using var command = new NpgsqlCommand($"set search_path to shop; explain (verbose, format json) {sql}", connection);
            using var plan = JsonDocument.Parse((string)command.ExecuteScalar()!);
            Collect(plan.RootElement, relations);
            return true;
        }
        catch (PostgresException)
        {
            return false;
        }
    }

    private static void Collect(JsonElement element, HashSet<string> relations)
    {
        if (element.ValueKind == JsonValueKind.Array)
            foreach (var item in element.EnumerateArray())
                Collect(item, relations);
        if (element.ValueKind != JsonValueKind.Object)
            return;
        if (element.TryGetProperty("Relation Name", out var name))
            relations.Add($"{element.GetProperty("Schema").GetString()}.{name.GetString()}");
        foreach (var property in element.EnumerateObject())
            Collect(property.Value, relations);
    }
}
