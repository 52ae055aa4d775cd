using System.Text;
using BenchmarkDotNet.Attributes;
using DataAgent.SqlGuard;
using DataAgent.SqlGuard.Parsing;

namespace DataAgent.Bench;

/// <summary>What it costs to judge a statement, beside the bare parse. Goal: 10 µs above it for a short one, 150 µs in all for 15 lines.</summary>
[MemoryDiagnoser]
public class GuardBenchmarks : IDisposable
{
    private const string Short = "select id, total from orders where status = 'paid' limit 10";

    private const string Analytic = """
        with paid as (
            select o.id, o.customer_id, o.total, o.ordered_at from orders o
            where o.status = 'paid' and o.ordered_at >= now() - interval '1 year'
        ), per_month as (
            select date_trunc('month', p.ordered_at) as month, c.country, count(*) as orders, sum(p.total) as revenue
            from paid p join customers c on c.id = p.customer_id
            where c.country in ('DE', 'FR', 'IT')
            group by 1, 2 having sum(p.total) > 100
        )
        select month, country, orders, revenue,
            revenue - lag(revenue) over (partition by country order by month) as change,
            rank() over (partition by month order by revenue desc) as place
        from per_month
        where month < date_trunc('month', now())
        order by month, place limit 100
        """;

    private readonly Guard _guard = new();
    private readonly ParserEngine _parser = new(null);

    private readonly GuardPolicy _policy = new("shop")
    {
        Catalog = new CatalogSnapshot(
            [new("orders", ["id", "customer_id", "status", "ordered_at", "total"]), new("customers", ["id", "name", "country"])]),
    };

    private string _sql = "";
    private byte[] _bytes = [];

    [Params("short", "analytic")]
    public string Statement { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _sql = Statement == "short" ? Short : Analytic;
        _bytes = Encoding.UTF8.GetBytes(_sql + "\0");
        if (!_guard.Check(_sql, _policy).IsAllowed)
            throw new InvalidOperationException("The benchmark measures statements that may run.");
    }

    [Benchmark(Baseline = true)]
    public object Parse() => _parser.Parse(_bytes);

    [Benchmark]
    public Verdict Check() => _guard.Check(_sql, _policy);

    /// <summary>On all processors at once; the figure is per statement.</summary>
    [Benchmark(OperationsPerInvoke = 1000)]
    public void CheckInParallel() => Parallel.For(0, 1000, _ => _guard.Check(_sql, _policy));

    [GlobalCleanup]
    public void Dispose()
    {
        _guard.Dispose();
        _parser.Dispose();
        GC.SuppressFinalize(this);
    }
}
