using DataAgent.Dictionary;
using DataAgent.Testing;

namespace DataAgent.Tests.Dictionary;

/// <summary>The rich schema, read once as the read-only role.</summary>
public sealed class RichDictionary(PostgresServer server) : IAsyncLifetime
{
    internal CustomerDatabase Database { get; private set; } = null!;
    public DataDictionary Dictionary { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await CustomerDatabase.CreateAsync(server, RichSchema.Script);
        Dictionary = await Database.ReadAsync("shop");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class SchemaReaderTests(RichDictionary rich) : IClassFixture<RichDictionary>
{
    private TableInfo Table(string name) => rich.Dictionary.Tables.Single(t => t.Name == name);
    private ColumnInfo Column(string table, string name) => Table(table).Columns.Single(c => c.Name == name);

    [Fact]
    public void Lists_what_the_role_may_read_and_no_partition()
    {
        Assert.Equal(
            ["Order", "broken", "child", "customer", "empty_one", "event", "fresh", "half", "happy_customer", "mood_count", "reading", "stock", "warehouse"],
            rich.Dictionary.Tables.Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("customer", TableKind.Table)]
    [InlineData("event", TableKind.PartitionedTable)]
    [InlineData("happy_customer", TableKind.View)]
    [InlineData("mood_count", TableKind.MaterializedView)]
    public void Tells_what_kind_each_is(string table, TableKind kind) => Assert.Equal(kind, Table(table).Kind);

    [Fact]
    public void Counts_the_leaves_of_a_partitioned_table_and_adds_up_their_rows()
    {
        Assert.Equal((3, 700L), (Table("event").Partitions, Table("event").RowEstimate));
    }

    [Fact]
    public void Has_no_row_estimate_for_a_view_or_a_table_never_analysed()
    {
        Assert.Null(Table("happy_customer").RowEstimate);
        Assert.Null(Table("fresh").RowEstimate);
        Assert.Equal(1000, Table("customer").RowEstimate);
        Assert.Equal(0, Table("empty_one").RowEstimate);
    }

    [Fact]
    public void Finds_keys_though_the_role_can_only_read()
    {
        Assert.Equal(["id"], Table("customer").PrimaryKey);
        Assert.Equal(["region", "number"], Table("warehouse").PrimaryKey);
        Assert.Equal(["name"], Assert.Single(Table("customer").UniqueKeys));
        Assert.Equal("length(name) > 1", Assert.Single(Table("customer").Checks));
    }

    [Fact]
    public void Pairs_the_columns_of_a_composite_foreign_key_by_position()
    {
        var key = Table("stock").ForeignKeys.Single(k => k.Name == "stock_warehouse");

        Assert.Equal("warehouse", key.Table);
        Assert.Equal(["warehouse_region", "warehouse_number"], key.Columns);
        Assert.Equal(["region", "number"], key.References);
    }

    [Fact]
    public void Leaves_out_foreign_keys_to_what_cannot_be_seen()
    {
        Assert.Empty(Table("child").ForeignKeys);
    }

    [Fact]
    public void Gives_a_partitioned_table_the_foreign_key_most_of_its_partitions_declare()
    {
        var key = Assert.Single(Table("event").ForeignKeys);

        Assert.Equal(("customer", "customer_id", "id"), (key.Table, key.Columns.Single(), key.References.Single()));
    }

    [Fact]
    public void Shows_only_the_columns_the_role_may_read_and_the_keys_over_them()
    {
        Assert.Equal(["id", "shown"], Table("half").Columns.Select(c => c.Name));
        Assert.Equal(["shown"], Assert.Single(Table("half").UniqueKeys));
        Assert.DoesNotContain(Table("half").Indexes, i => i.Columns.Contains("covered"));
    }

    [Theory]
    [InlineData("customer", "id", "bigint", "int8", false, false)]
    [InlineData("customer", "mood", "mood", "mood", true, false)]
    [InlineData("customer", "favourite", "kinds.colour", "colour", true, false)]
    [InlineData("customer", "moods", "mood[]", "mood", true, true)]
    [InlineData("customer", "labels", "tags", "text", false, true)]
    [InlineData("stock", "price", "positive", "numeric", true, false)]
    [InlineData("event", "at", "timestamp with time zone", "timestamptz", false, false)]
    public void Names_the_type_as_written_and_the_one_behind_it(string table, string column, string type, string baseType, bool isNullable, bool isArray)
    {
        var info = Column(table, column);

        Assert.Equal((type, baseType, isNullable, isArray), (info.Type, info.BaseType, info.IsNullable, info.IsArray));
    }

    [Fact]
    public void Tells_identity_generated_and_default_apart()
    {
        Assert.True(Column("customer", "id").IsIdentity);
        Assert.True(Column("customer", "full_label").IsGenerated);
        Assert.Equal("name || '!'::text", Column("customer", "full_label").Default);
        Assert.Equal("CURRENT_DATE", Column("customer", "joined").Default);
    }

    [Fact]
    public void Knows_enums_of_the_schema_and_those_of_others_that_its_columns_use()
    {
        Assert.Equal(["kinds.colour", "mood"], rich.Dictionary.Enums.Select(e => e.Name));
        Assert.Equal(["sad", "happy"], rich.Dictionary.Enums.Single(e => e.Name == "mood").Values);
        Assert.Equal(("mood", "kinds.colour"), (Column("customer", "mood").Enum, Column("customer", "favourite").Enum));
        Assert.Null(Column("customer", "moods").Enum);
    }

    [Fact]
    public void Describes_indexes_by_their_columns_and_the_special_ones_as_written()
    {
        var indexes = Table("stock").Indexes.ToDictionary(i => i.Name);

        Assert.Equal(["stock_dear", "stock_lower", "stock_plain"], indexes.Keys.Order());
        Assert.Contains("WHERE", indexes["stock_dear"].Expression, StringComparison.Ordinal);
        Assert.Contains("price", indexes["stock_lower"].Expression, StringComparison.Ordinal);
        Assert.Equal("customer_id", Assert.Single(indexes["stock_plain"].Columns));
        Assert.Null(indexes["stock_plain"].Expression);
    }

    [Fact]
    public void Knows_names_that_could_shadow_a_built_in_and_the_types_of_the_schema()
    {
        Assert.Contains("lower(text)", rich.Dictionary.FunctionSignatures.Select(f => f.ToString()));
        Assert.Contains("my_function()", rich.Dictionary.FunctionSignatures.Select(f => f.ToString()));
        Assert.Contains("@@+(integer, integer)", rich.Dictionary.OperatorSignatures.Select(o => o.ToString()));
        Assert.Equal(["mood", "point2", "positive", "tags"], rich.Dictionary.Types);
    }

    [Fact]
    public void Takes_samples_values_and_ranges_from_statistics()
    {
        var (shipping, joined) = (Column("customer", "shipping"), Column("customer", "joined"));

        Assert.Equal(["air", "road", "sea"], shipping.Values.Order());
        Assert.Equal((3, 3), (shipping.Samples.Count, shipping.DistinctEstimate));
        Assert.Equal(("2020-01-02", "2022-09-27"), (joined.Min, joined.Max));
        Assert.Equal(1000, Column("customer", "name").DistinctEstimate);
        Assert.Empty(Column("customer", "name").Values);
        Assert.Equal(3, Column("customer", "name").Samples.Count);
        Assert.Equal(["happy", "sad"], Column("customer", "mood").Values.Order());
    }

    [Fact]
    public void Knows_a_partitioned_table_that_was_never_analysed_by_its_partitions()
    {
        Assert.Equal(("2024-01-01", "2024-12-31"), (Column("reading", "at").Min, Column("reading", "at").Max));
        Assert.Equal(["sensor 0", "sensor 1", "sensor 2", "sensor 3"], Column("reading", "sensor").Values.Order());
        Assert.Equal((4, 2000), (Column("reading", "sensor").DistinctEstimate, Table("reading").RowEstimate));
    }

    [Fact]
    public void Reads_the_first_rows_where_there_are_no_statistics()
    {
        Assert.Equal(["one", "three"], Column("fresh", "label").Samples);
        Assert.Equal(["one", "three"], Column("fresh", "label").Values);
        Assert.Equal(("1", "3", 3), (Column("fresh", "id").Min, Column("fresh", "id").Max, Column("fresh", "id").DistinctEstimate));
        Assert.NotEmpty(Column("happy_customer", "name").Samples);
    }

    [Fact]
    public void A_view_that_fails_costs_no_other_table_its_samples()
    {
        Assert.Empty(Column("broken", "name").Samples);
        Assert.NotEmpty(Column("happy_customer", "mood").Samples);
    }

    [Theory]
    [InlineData("customer", "email")]
    [InlineData("customer", "phone")]
    [InlineData("customer", "secret_note")]
    [InlineData("customer", "contact")]
    [InlineData("fresh", "iban")]
    public void Masks_what_is_sensitive_by_name_or_content(string table, string column)
    {
        var info = Column(table, column);

        Assert.True(info.IsSensitive);
        Assert.Empty(info.Samples.Concat(info.Values));
        Assert.Null(info.Min ?? info.Max);
    }

    [Theory]
    [InlineData("shipping")]
    [InlineData("author")]
    [InlineData("payload")]
    [InlineData("picture")]
    public void Masks_nothing_else(string column) => Assert.False(Column("customer", column).IsSensitive);

    [Fact]
    public void Reads_tables_and_columns_with_hostile_names()
    {
        Assert.Equal(["select", "a \"b\"; drop table x; --", "two\nlines", "pi|pe"], Table("Order").Columns.Select(c => c.Name));
        Assert.Equal(["x", "y", "z"], Table("Order").Columns.Skip(1).Select(c => c.Samples.Single()));
    }

    [Fact]
    public async Task Applies_the_allow_and_exclude_lists()
    {
        var allowed = await rich.Database.ReadAsync(new SchemaScope("shop", ["stock", "warehouse", "customer", "hidden"], ["customer"]));

        Assert.Equal(["stock", "warehouse"], allowed.Tables.Select(t => t.Name));
        Assert.Equal("warehouse", Assert.Single(allowed.Tables[0].ForeignKeys).Table);
    }

    [Fact]
    public async Task An_excluded_table_does_not_come_back_through_its_partitions()
    {
        var dictionary = await rich.Database.ReadAsync(new SchemaScope("shop", [], ["event"]));

        Assert.DoesNotContain(dictionary.Tables, t => t.Name.StartsWith("event", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_partition_may_be_allowed_by_itself()
    {
        var dictionary = await rich.Database.ReadAsync(new SchemaScope("shop", ["event_2024", "customer"], []));

        Assert.Equal(["customer", "event_2024"], dictionary.Tables.Select(t => t.Name));
        Assert.Equal("e1", Assert.Single(dictionary.Tables[1].ForeignKeys).Name);
    }

    [Fact]
    public async Task A_table_with_a_hidden_partition_is_not_offered_but_its_other_partitions_are()
    {
        var dictionary = await rich.Database.ReadAsync(new SchemaScope("shop", [], ["event_2025_click"]));

        Assert.Equal(["event_2024", "event_2025_rest"], dictionary.Tables.Select(t => t.Name).Where(n => n.StartsWith("event", StringComparison.Ordinal)));
        Assert.Equal(["event", "event_2025"], dictionary.PartialTables.Select(t => t.Name).Order());
        Assert.All(dictionary.PartialTables, t => Assert.True(t.IsPartitioned));
        Assert.Equal(["at", "kind", "customer_id"], dictionary.PartialTables[0].Columns);
    }

    [Fact]
    public async Task An_allowed_partitioned_table_is_offered_with_its_partitions()
    {
        var dictionary = await rich.Database.ReadAsync(new SchemaScope("shop", ["event"], []));

        Assert.Equal(["event_2024", "event_2025", "event_2025_click", "event_2025_rest"], Assert.Single(dictionary.Tables).Children);
        Assert.Empty(dictionary.PartialTables);
    }

    [Theory]
    [InlineData("nowhere", DictionaryFault.NoSchema)]
    [InlineData("other", DictionaryFault.NoRight)]
    public async Task Says_why_a_schema_cannot_be_read(string schema, DictionaryFault fault)
    {
        var error = await Assert.ThrowsAsync<DictionaryException>(() => rich.Database.ReadAsync(schema));

        Assert.Equal(fault, error.Fault);
        Assert.Contains(schema, error.Message, StringComparison.Ordinal);
    }
}
