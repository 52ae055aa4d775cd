using DataAgent.Dictionary;
using DataAgent.Testing;

namespace DataAgent.Tests.Dictionary;

public sealed class LargeSchemaTests(PostgresServer server)
{
    [Fact]
    public async Task Reads_a_thousand_tables_with_all_their_keys_and_renders_and_searches_them()
    {
        var database = await CustomerDatabase.CreateAsync(server, "create schema wide; grant usage on schema wide to {reader}; alter default privileges in schema wide grant select on tables to {reader}");
        // In steps, for one transaction would hold more locks than a server allows.
        for (var from = 1; from <= 1000; from += 100)
            await database.RunAsync(string.Join(";\n", Enumerable.Range(from, 100).Select(Table)));

        var dictionary = await database.ReadAsync("wide");

        Assert.Equal((1000, 12_000), (dictionary.Tables.Count, dictionary.Tables.Sum(t => t.Columns.Count)));
        Assert.Equal((1000, 999), (dictionary.Tables.Count(t => t.PrimaryKey is ["id"]), dictionary.Tables.Sum(t => t.ForeignKeys.Count)));
        Assert.InRange(DictionaryPrompt.Render(dictionary).Length, 30_000, 40_000);
        Assert.Equal("entity_777", TableSearch.Find(dictionary, "entity 777", 5)[0].Name);
    }

    private static string Table(int i) =>
        $"create table wide.entity_{i} (id int primary key, parent_id int {(i == 1 ? "" : $"references wide.entity_{i / 2}")}, "
        + "a text, b text, c numeric(10, 2), d date, e timestamptz, f bool, g uuid, h jsonb, i int, j text)";
}
