namespace DataAgent.SqlGuard.Tests.Rules;

public sealed class PolicyTests(WarmGuard warm)
{
    private static readonly CatalogSnapshot Catalog = new(
        [new("orders", ["id", "customer_id", "total"]), new("customers", ["id", "name"]), new("salaries", ["id", "amount"]), new("Odd", ["A"]), new("opaque", [])])
    {
        ShadowingFunctions = new HashSet<string> { "lower", "order_total" },
        ShadowingOperators = new HashSet<string> { "=", "%" },
        Types = new HashSet<string> { "mood" },
    };

    [Theory]
    [InlineData("select * from orders", true)]
    [InlineData("select * from customers", false)]
    [InlineData("select * from salaries", false)]
    public void Only_listed_tables_may_be_read_and_the_excluded_ones_never(string sql, bool isAllowed)
    {
        var policy = new GuardPolicy("sales") { AllowedTables = Set("orders", "salaries"), ExcludedTables = Set("salaries") };

        Assert.Equal(isAllowed, Check(sql, policy).IsAllowed);
        Assert.Equal(isAllowed, Check(sql, policy with { Catalog = Catalog }).IsAllowed);
    }

    [Fact]
    public void Names_compare_as_PostgreSQL_folds_them()
    {
        var policy = new GuardPolicy("sales") { AllowedTables = Set("Odd") };

        Assert.True(Check("select * from \"Odd\"", policy).IsAllowed);
        Assert.False(Check("select * from Odd", policy).IsAllowed);
        Assert.False(Check("select * from \"odd\"", policy).IsAllowed);
    }

    [Fact]
    public void A_name_longer_than_63_bytes_is_cut_as_PostgreSQL_cuts_it()
    {
        var name = new string('a', 63);
        var policy = new GuardPolicy("sales") { ExcludedTables = Set(name) };

        Assert.False(Check($"select * from {name}bcd", policy).IsAllowed);
    }

    [Fact]
    public void A_hidden_table_and_one_that_does_not_exist_look_alike()
    {
        var policy = new GuardPolicy("sales") { ExcludedTables = Set("salaries"), Catalog = Catalog };

        var hidden = Assert.Single(Check("select * from salaries", policy).Refusals);
        var missing = Assert.Single(Check("select * from salariez", policy).Refusals);

        Assert.Equal(missing with { Message = missing.Message.Replace("salariez", "salaries") }, hidden);
        Assert.Equal(RefusalCode.UnknownRelation, hidden.Code);
    }

    [Fact]
    public void Suggestions_come_from_what_may_be_seen()
    {
        var policy = new GuardPolicy("sales") { ExcludedTables = Set("salaries"), Catalog = Catalog };

        Assert.Contains("Did you mean orders?", Only("select * from ordres", policy).Message);
        Assert.DoesNotContain("salaries", Only("select * from salarie", policy).Message);
        Assert.Contains("Did you mean \"Odd\"?", Only("select * from odd", policy).Message);
        Assert.Contains("Did you mean total?", Only("select totl from orders", policy).Message);
        Assert.Contains("Did you mean customer_id?", Only("select o.customerid from orders o", policy).Message);
    }

    [Theory]
    [InlineData("sales", "part", true, true)]
    [InlineData("sales", "secret", true, false)]
    [InlineData("vault", "part", true, false)]
    [InlineData("sales", "other", false, true)]
    [InlineData("sales", "part", false, false)]
    [InlineData("sales", "secret", false, false)]
    [InlineData("vault", "other", false, false)]
    public void With_an_allow_list_a_partition_comes_with_its_table_and_a_plain_child_must_be_allowed(string schema, string child, bool isPartition, bool isAllowed)
    {
        var parent = new CatalogRelation("parent", ["id"]) { Children = [new(schema, child, isPartition)], IsPartitioned = isPartition };
        var policy = new GuardPolicy("sales")
        {
            AllowedTables = Set("parent", "other", "secret"),
            ExcludedTables = Set("secret"),
            Catalog = new CatalogSnapshot([parent]),
        };

        Assert.Equal(isAllowed, Check("select id from parent", policy).IsAllowed);
        Assert.True(Check("select id from only parent", policy).IsAllowed);
    }

    [Fact]
    public void A_parent_of_hidden_tables_is_refused_with_advice_that_names_none_of_them()
    {
        var policy = new GuardPolicy("sales")
        {
            ExcludedTables = Set("orders_2024"),
            Catalog = new CatalogSnapshot(
            [
                new("orders", ["id"]) { Children = [new("sales", "orders_2024", false)] }, new("orders_2024", ["id"]),
                new("events", ["id"]) { HasHiddenChildren = true, IsPartitioned = true },
            ]),
        };

        var plain = Only("select id from orders", policy);
        var partitioned = Only("select id from events", policy);

        Assert.Equal((RefusalCode.HiddenRelation, 15), (plain.Code, plain.Position));
        Assert.Equal("The table orders also shows rows of tables that are not open to this project. Write ONLY orders to read its own rows alone.", plain.Message);
        Assert.Equal("Parts of the table events are not open to this project, so it cannot be read as a whole. Read those of its parts that are.", partitioned.Message);
        Assert.DoesNotContain("Did you mean", Only("select id from order", policy).Message);
    }

    [Fact]
    public void A_shadowed_function_needs_an_admin_or_its_full_name()
    {
        var policy = new GuardPolicy("sales") { Catalog = Catalog };

        Assert.Equal(RefusalCode.FunctionNotAllowed, Only("select lower('X')", policy).Code);
        Assert.True(Check("select pg_catalog.lower('X')", policy).IsAllowed);
        Assert.True(Check("select lower('X')", policy with { ExtraFunctions = Set("lower") }).IsAllowed);
    }

    [Fact]
    public void A_function_of_the_project_runs_when_an_admin_allowed_it()
    {
        var policy = new GuardPolicy("sales") { Catalog = Catalog, ExtraFunctions = Set("order_total") };

        Assert.Equal(["order_total"], Check("select order_total(o) from orders o", policy).Functions);
        Assert.True(Check("select sales.order_total(o) from orders o", policy).IsAllowed);
        Assert.False(Check("select other.order_total(o) from orders o", policy).IsAllowed);
        Assert.False(Check("select pg_catalog.order_total(1)", policy).IsAllowed);
    }

    [Theory]
    [InlineData("select similarity('a', 'b')", RefusalCode.FunctionNotAllowed)]
    [InlineData("select ext.similarity('a', 'b')", RefusalCode.FunctionNotAllowed)]
    [InlineData("select 'a' <<% 'b'", RefusalCode.OperatorNotAllowed)]
    [InlineData("select 'a' operator(ext.<<%) 'b'", RefusalCode.OperatorNotAllowed)]
    public void An_extension_opens_what_is_on_its_list_when_it_is_on(string sql, RefusalCode code)
    {
        var policy = new GuardPolicy("sales") { Catalog = Catalog with { Extensions = [new("pg_trgm", "ext", IsOn: true)] } };

        Assert.True(Check(sql, policy).IsAllowed);
        Assert.False(Check(sql.Replace("ext.", "other."), policy with { Catalog = Catalog }).IsAllowed);
        var off = Only(sql, policy with { Catalog = Catalog with { Extensions = [new("pg_trgm", "ext", IsOn: false)] } });
        Assert.Equal(code, off.Code);
        Assert.Contains("extension pg_trgm", off.Message);
    }

    [Fact]
    public void An_extension_opens_no_name_that_something_else_has_too()
    {
        var trigrams = new CatalogSnapshot([])
        {
            ShadowingFunctions = Set("similarity"),
            ShadowingOperators = Set("<<%"),
            Extensions = [new("pg_trgm", "ext", IsOn: true)],
        };
        var policy = new GuardPolicy("sales") { Catalog = trigrams };

        Assert.Equal(RefusalCode.FunctionNotAllowed, Only("select similarity('a', 'b')", policy).Code);
        Assert.Equal(RefusalCode.FunctionNotAllowed, Only("select ext.similarity('a', 'b')", policy).Code);
        Assert.Equal(RefusalCode.OperatorNotAllowed, Only("select 'a' <<% 'b'", policy).Code);
        Assert.Equal(RefusalCode.FunctionNotAllowed, Only("select other.word_similarity('a', 'b')", policy).Code);
    }

    [Fact]
    public void A_type_of_an_extension_needs_its_schema_where_a_name_alone_could_mean_a_table()
    {
        var policy = new GuardPolicy("sales") { Catalog = new([]) { Extensions = [new("cube", "ext", IsOn: true), new("ltree", "ext", IsOn: true) { Types = Set("ltree", "ltree_gist") }] } };

        Assert.True(Check("select 'a.b'::ltree, '(1)'::ext.cube", policy).IsAllowed);
        Assert.Equal(RefusalCode.TypeNotAllowed, Only("select '(1)'::cube", policy).Code);
        Assert.Equal(RefusalCode.TypeNotAllowed, Only("select ''::ltree_gist", policy).Code);
        Assert.Equal(RefusalCode.TypeNotAllowed, Only("select ''::other.cube", policy).Code);
    }

    [Theory]
    [InlineData("select 1 = 2")]
    [InlineData("select 1 in (1, 2)")]
    [InlineData("select 1 in (select 2)")]
    [InlineData("select nullif(1, 2)")]
    [InlineData("select case 1 when 2 then 3 end")]
    [InlineData("select 1 from orders join customers using (id)")]
    [InlineData("select 1 from orders natural join customers")]
    [InlineData("select 5 % 2")]
    public void A_shadowed_operator_is_refused_where_it_is_meant_silently_too(string sql)
    {
        var policy = new GuardPolicy("sales") { Catalog = Catalog };

        Assert.Contains(Check(sql, policy).Refusals, refusal => refusal.Code == RefusalCode.OperatorNotAllowed);
        Assert.True(Check(sql, policy with { ExtraFunctions = Set("=", "%") }).IsAllowed);
    }

    [Fact]
    public void Columns_are_not_checked_where_the_catalog_does_not_know_them()
    {
        var policy = new GuardPolicy("sales") { Catalog = Catalog };

        Assert.True(Check("select anything, o.more from opaque o", policy).IsAllowed);
        Assert.False(Check("select o.pg_sleep from opaque o", policy).IsAllowed);
        Assert.False(Check("select o.order_total from opaque o", policy).IsAllowed);
        Assert.False(Check("select o.xmin from opaque o", policy).IsAllowed);
    }

    [Theory]
    [InlineData("pg_catalog", "select * from pg_catalog.pg_class")]
    [InlineData("pg_catalog", "select * from something")]
    [InlineData("information_schema", "select * from tables")]
    [InlineData("pg_toast", "select * from x")]
    public void A_system_schema_is_never_a_projects_schema(string schema, string sql) =>
        Assert.Equal(RefusalCode.SystemCatalog, Only(sql, new GuardPolicy(schema)).Code);

    [Fact]
    public void The_verdict_names_what_is_read_and_called()
    {
        var verdict = Check(
            "with c as (select lower(name) as n from customers) select n, count(*), extract(year from current_date) from c, sales.orders o group by n",
            new GuardPolicy("sales"));

        Assert.Equal(["sales.customers", "sales.orders"], verdict.Relations);
        Assert.Equal(["count", "current_date", "extract", "lower"], verdict.Functions);
    }

    [Theory]
    [InlineData("select 1", "select 1")]
    [InlineData("select 1;", "select 1")]
    [InlineData("  select 1 ; -- done;", "  select 1 ")]
    [InlineData("select ';' ;;", "select ';' ")]
    [InlineData("select 1 -- a; b", "select 1 -- a; b")]
    [InlineData(";; select 'é' ; ", "select 'é' ")]
    [InlineData("/* é */ select 'é', 1;", "/* é */ select 'é', 1")]
    public void The_text_ends_before_the_semicolon(string sql, string text) => Assert.Equal(text, Check(sql, new GuardPolicy("sales")).Text);

    private static HashSet<string> Set(params string[] names) => [.. names];
    private Verdict Check(string sql, GuardPolicy policy) => warm.Guard.Check(sql, policy);
    private Refusal Only(string sql, GuardPolicy policy) => Assert.Single(Check(sql, policy).Refusals);
}
