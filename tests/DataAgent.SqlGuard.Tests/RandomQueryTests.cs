using CsCheck;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.SqlGuard.Tests;

/// <summary>
/// Random statements over random schemas. PostgreSQL is the second opinion: it analyses the statement as a view, and what the view depends on
/// is what it read, unused CTEs and pruned branches included. <c>DATAAGENT_FUZZ=20</c> tries twenty times as many (<c>scripts/fuzz</c>).
/// </summary>
public sealed class RandomQueryTests(PostgresServer server, WarmGuard warm)
{
    private static readonly int Factor = int.TryParse(Environment.GetEnvironmentVariable("DATAAGENT_FUZZ"), out var factor) ? factor : 1;

    [Fact]
    public async Task The_guard_names_exactly_the_tables_that_PostgreSQL_would_read_and_refuses_when_one_is_not_the_projects()
    {
        await using var connection = new NpgsqlConnection(await server.CreateDatabaseAsync(TestContext.Current.CancellationToken));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var (passed, refused) = (0, 0);
        for (var seed = 0; seed < 8 * Factor; seed++)
        {
            var schema = new RandomSchema(seed);
            await schema.CreateAsync(connection);
            Gen.Int.Sample(number =>
            {
                var sql = new RandomQuery(number, schema.References).Write();
                if (!TryAnalyse(connection, sql, out var read))
                    return;

                var verdict = warm.Guard.Check(sql, schema.Policy);
                if (!read.All(schema.Owns))
                {
                    refused++;
                    Assert.False(verdict.IsAllowed, $"{sql}\nread {string.Join(", ", read)}");
                    return;
                }

                passed++;
                Assert.True(verdict.IsAllowed, $"{sql}\n{string.Join("\n", verdict.Refusals)}");
                Assert.True(read.SetEquals(verdict.Relations), $"{sql}\nread {string.Join(", ", read)}, named {string.Join(", ", verdict.Relations)}");
            }, iter: 250, threads: 1);
        }

        Assert.True(passed > 300 * Factor && refused > 100 * Factor, $"{passed} passed, {refused} were refused");
    }

    private static bool TryAnalyse(NpgsqlConnection connection, string sql, out HashSet<string> relations)
    {
        relations = [];
        using var transaction = connection.BeginTransaction();
        try
        {
            using (var view = new NpgsqlCommand($"create temp view analysed as {sql}", connection))
                view.ExecuteNonQuery();
            using var command = new NpgsqlCommand("""
                select distinct n.nspname || '.' || c.relname from pg_depend d
                join pg_rewrite r on r.oid = d.objid and d.classid = 'pg_rewrite'::regclass
                join pg_class c on c.oid = d.refobjid and d.refclassid = 'pg_class'::regclass
                join pg_namespace n on n.oid = c.relnamespace
                where r.ev_class = 'pg_temp.analysed'::regclass and c.oid <> r.ev_class
                """, connection);
            using var rows = command.ExecuteReader();
            while (rows.Read())
                relations.Add(rows.GetString(0));
            return true;
        }
        catch (PostgresException)
        {
            return false;
        }
    }
}
