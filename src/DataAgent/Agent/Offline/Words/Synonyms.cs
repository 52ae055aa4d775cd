using System.Collections.Frozen;

namespace DataAgent.Agent.Offline.Words;

/// <summary>Words that people use for one another in business schemas. General English only: no schema is known here.</summary>
internal static class Synonyms
{
    private static readonly string[] Groups =
    [
        "customer client buyer shopper purchaser consumer", "user member account person", "employee staff worker colleague personnel",
        "order purchase", "order invoice sale", "invoice bill sale", "transaction payment", "product item article good sku",
        "film movie picture", "track song tune", "artist band musician singer group", "author writer", "genre style", "genre category",
        "category type kind", "class course lesson", "supplier vendor provider", "city town", "country nation", "state province region",
        "store shop branch outlet location", "region area territory", "price cost rate fee", "quantity unit qty", "email mail",
        "phone telephone mobile", "title name", "length duration runtime time", "duration milliseconds millisecond second minute hour",
        "length milliseconds millisecond", "size byte", "stock inventory", "department team division unit",
        "salary wage pay compensation", "student pupil learner", "teacher instructor professor lecturer tutor", "doctor physician",
        "company organisation organization firm business", "review feedback rating score", "score rating grade mark",
        "job position role title", "manager boss supervisor", "birth birthday born", "hire join start employ", "zip postal postcode",
        "postcode postal", "picture photo image", "description text", "amount total sum value", "date day time",
        "ship deliver dispatch send", "delivery shipment", "created registered signup joined", "project initiative", "task todo ticket",
        "ticket issue", "vehicle car", "comment note remark", "post article", "gender sex", "discount rebate", "language tongue",
        "rental rent lend loan borrow", "subscription plan", "warehouse depot", "book title", "actor star performer cast",
        "appointment visit", "patient case", "room chamber", "reservation booking", "guest visitor", "game match", "player athlete",
        "club team", "channel source", "campaign promotion", "session visit", "event activity", "page url", "device machine",
        "sensor device", "measurement reading", "asset equipment", "currency money",
    ];

    private static readonly FrozenDictionary<string, FrozenSet<string>> Of = Groups
        .Select(g => g.Split(' '))
        .SelectMany(g => g.SelectMany(a => g.Where(b => b != a).Select(b => (a, b))))
        .GroupBy(p => p.a, p => p.b)
        .ToFrozenDictionary(g => g.Key, g => g.ToFrozenSet());

    public static bool Are(string a, string b) => Of.TryGetValue(a, out var others) && others.Contains(b);
}
