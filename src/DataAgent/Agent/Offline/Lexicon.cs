namespace DataAgent.Agent.Offline;

/// <summary>What the phrases of plain English questions do, whatever the schema: "more than" compares, "per" groups.</summary>
internal static class Lexicon
{
    private static readonly Dictionary<string, (MarkKind Kind, string Argument)> Phrases = Build();

    public const int LongestPhrase = 4;

    public static (MarkKind Kind, string Argument)? Find(string phrase) => Phrases.TryGetValue(phrase, out var found) ? found : null;

    public static readonly HashSet<string> WriteVerbs = ["delete", "drop", "update", "insert", "truncate", "alter", "remove", "create", "change", "grant", "revoke", "erase", "wipe", "rename", "modify", "destroy", "add", "set", "edit"];

    /// <summary>Words for money taken or pieces sold, which schemas rarely have as a name.</summary>
    public static string? Concept(string word) => Stems.Root(word) switch
    {
        "revenu" or "turnover" or "incom" or "earn" or "taking" or "proceed" or "spend" or "spender" or "money" or "sale" or "gross" or "sal" or "worth" or "pay" => "revenue",
        "sell" or "seller" or "unit" or "copy" or "copi" => "sold",
        _ => null,
    };

    /// <summary>Other names of a thing that two words name, the likeliest first.</summary>
    public static string[] Alias(string phrase) => phrase switch
    {
        "sales rep" or "sales representative" or "sales person" or "sales agent" or "support rep" or "support agent" or "account manager" => ["sales rep", "rep", "representative", "salesperson", "seller", "agent", "employee", "staff"],
        "staff member" or "team member" => ["staff", "employee"],
        "order item" or "line item" or "order line" => ["line item", "order item", "order line", "order detail", "invoice line"],
        _ => [],
    };

    /// <summary>Verbs that join two things without adding a condition of their own.</summary>
    public static bool IsVerb(string word) => Stems.Root(word) is "appear" or "act" or "star" or "play" or "featur" or "perform" or "hold" or "own" or "work" or "serv" or "handl" or "plac" or "submit" or "receiv" or "offer"
        or "provid" or "carry" or "keep" or "visit" or "attend" or "enter" or "exceed" or "generat" or "bring" or "brought" or "process" or "fil" or "support" or "look" or "assign" or "involv" or "relat" or "associat" or "link" or "connect" or "tag" or "label" or "typ" or "mad" or "cover" or "sit" or "list" or "show" or "occur" or "happen" or "set" or "employ" or "rank" or "deal" or "stor" or "rat";

    /// <summary>Verbs whose noun is an event people keep in a table.</summary>
    public static string? NounOf(string word) => Stems.Root(word) switch
    {
        "buy" or "purchas" or "purchase" => "order",
        "pay" => "payment",
        "play" or "appear" or "star" or "act" => null,
        _ => null,
    };

    private static Dictionary<string, (MarkKind, string)> Build()
    {
        var all = new Dictionary<string, (MarkKind, string)>();
        void Add(MarkKind kind, string argument, string phrases)
        {
            foreach (var phrase in phrases.Split(", ")) all[phrase] = (kind, argument);
        }

        Add(MarkKind.Stop, "", "the, a, an, is, are, was, were, be, been, being, am, do, does, did, have, has, had, there, our, us, we, i, me, my, you, your, please, can, could, would, should, it, its, it's, their, them, they, that, those, these, this, to, all, any, some, also, just, so, then, exist, exists, existing, currently, now, data, database, records, record, rows, row, entries, entry, total of, made, make, makes, making, go, got, gets, as, such, kind of, kinds of, pieces of, pieces, items of, whose, whom, about, like, want, need, know, see, look, up, out, both, only, using, used, use, available, hey, hi, hello, thanks, thank, actually, really, belong, belongs, belonging, come, comes, coming, came, live, lives, living, located, based, happened, occurred, took place, placed, were there, on record, system, contain, contains, containing, include, includes, including, stored, recorded, registered with, on average, one, ones, person who, people who, called, named, titled, set at, s, worth, values, value of, let, let's, analyse, analyze, information, details, info, full, complete, entire, whole, respectively, within, ordered by default, does not matter, take, long, big, who's, what's, i'd, anything, anyone, something, someone, we've, been made, given");
        Add(MarkKind.Prep, "", "of, in, on, at, for, from, with, into, during, to the, who, which, where, that have, who have, having, after all, when, among, out of, on the");
        Add(MarkKind.And, "", "and, &, plus, along with, together with, as well as");
        Add(MarkKind.Or, "", "or, either");
        Add(MarkKind.List, "", "list, list all, show, show me, display, give, give me, find, get, tell me, tell, what, what is, what are, what was, what were, which are, who, who are, who is, who was, fetch, return all, what's the, whats, describe the");
        Add(MarkKind.List, "which", "which");
        Add(MarkKind.Count, "", "how many, number of, the number of, total number of, count of, count, count the, no of, # of, amount of times, how often, how many times, number of times, counts, numbers of");
        Add(MarkKind.Aggregate, "sum", "sum, sum of, total, overall, combined, in total, altogether, total amount of, total sum of, add up, how much");
        Add(MarkKind.Aggregate, "avg", "average, avg, mean, typical, averages");
        Add(MarkKind.Aggregate, "median", "median");
        Add(MarkKind.Aggregate, "min", "minimum, min");
        Add(MarkKind.Aggregate, "max", "maximum, max");
        Add(MarkKind.Rank, "desc", "top, best, most, highest, largest, biggest, greatest, strongest, leading");
        Add(MarkKind.Rank, "asc", "bottom, worst, least, fewest, lowest, smallest");
        Add(MarkKind.Rank, "desc:length", "longest, slowest");
        Add(MarkKind.Rank, "asc:length", "shortest, fastest, quickest");
        Add(MarkKind.Rank, "desc:price", "most expensive, priciest, costliest, dearest, most costly");
        Add(MarkKind.Rank, "asc:price", "cheapest, least expensive, least costly");
        Add(MarkKind.Rank, "desc:date", "newest, latest, most recent, most recently, last, recent, most recent ones");
        Add(MarkKind.Rank, "asc:date", "earliest, first");
        Add(MarkKind.Rank, "asc:age", "oldest");
        Add(MarkKind.Rank, "desc:age", "youngest");
        Add(MarkKind.Rank, "desc:weight", "heaviest");
        Add(MarkKind.Rank, "asc:weight", "lightest");
        Add(MarkKind.Rank, "desc:height", "tallest");
        Add(MarkKind.Rank, "desc:rating", "highest rated, best rated, top rated, best reviewed");
        Add(MarkKind.Rank, "asc:rating", "lowest rated, worst rated");
        Add(MarkKind.Rank, "desc:salary", "best paid, highest paid, highest earning");
        Add(MarkKind.Rank, "asc:salary", "lowest paid, worst paid");
        Add(MarkKind.Rank, "desc:sold", "best selling, bestselling, top selling, most sold, best sold, most bought, most purchased, bestseller, bestsellers, best seller, best sellers, top sellers, top seller");
        Add(MarkKind.Rank, "asc:sold", "worst selling, least sold, lowest selling, slowest selling");
        Add(MarkKind.Rank, "desc:popular", "most popular, most frequent, most frequently, most common, most active, busiest, most often, most used, most loyal, most prolific");
        Add(MarkKind.Rank, "asc:popular", "least popular, least common, least active, least frequent, rarest, least used");
        Add(MarkKind.Rank, "desc:revenue", "top spending, highest spending, most valuable, best earning, top grossing, highest grossing, most profitable, most lucrative");
        Add(MarkKind.By, "", "per, by, for each, for every, in each, in every, of each, each, every, grouped by, group by, broken down by, break down by, breakdown by, split by, across, according to, depending on, by each, from each, at each, within each, on each, with each, for all, across all, does each, do each, did each, has each, for the different");
        Add(MarkKind.Sort, "", "ordered by, sorted by, order by, sort by, ranked by, sorted on, in order of, in terms of, based on, measured by, sorted, ranked");
        Add(MarkKind.Sort, "desc", "descending, from highest to lowest, highest first, largest first, newest first, descending order, desc");
        Add(MarkKind.Sort, "asc", "ascending, lowest first, oldest first, alphabetically, ascending order, asc, in alphabetical order");
        Add(MarkKind.Compare, ">", "more than, over, above, greater than, bigger than, larger than, higher than, exceeding, exceeds, exceed, >, later than, upwards of, in excess of, more");
        Add(MarkKind.Compare, ">=", "at least, minimum of, no less than, not less than, >=, no fewer than, a minimum of");
        Add(MarkKind.Compare, "<", "less than, fewer than, under, below, lower than, smaller than, <, less, fewer");
        Add(MarkKind.Compare, "<=", "at most, up to, no more than, not more than, maximum of, <=, a maximum of");
        Add(MarkKind.Compare, "=", "exactly, equal to, equals, =, precisely");
        Add(MarkKind.Compare, "<>", "<>, !=, not equal to");
        Add(MarkKind.Compare, "between", "between");
        Add(MarkKind.Compare, ">:length", "longer than");
        Add(MarkKind.Compare, "<:length", "shorter than");
        Add(MarkKind.Compare, ">:price", "more expensive than, costlier than, pricier than, dearer than, costing more than, priced above, priced over, costing over, cost more than, costs more than, cost over");
        Add(MarkKind.Compare, "<:price", "cheaper than, less expensive than, costing less than, priced below, priced under, costing under, cost less than, costs less than, cost under");
        Add(MarkKind.Compare, "=:price", "priced at, costing, that cost, which cost");
        Add(MarkKind.Compare, ">:weight", "heavier than");
        Add(MarkKind.Compare, "<:weight", "lighter than");
        Add(MarkKind.Compare, ">:height", "taller than");
        Add(MarkKind.OrMore, ">=", "or more, or longer, or higher, or above, or over, and above, and more, or later");
        Add(MarkKind.OrMore, "<=", "or less, or fewer, or shorter, or lower, or below, or under, or cheaper");
        Add(MarkKind.Not, "", "not, no, without, never, except, excluding, other than, lacking, non, lack, lacks, outside, outside of, except for, exclude, apart from, besides, none, not in, neither, nor, without any, not any, no longer, cannot, isn't");
        Add(MarkKind.Null, "null", "missing, empty, null, blank, unset, is null, is empty, undefined");
        Add(MarkKind.Ever, "", "ever, yet, still, already");
        Add(MarkKind.Distinct, "", "different, distinct, unique, various");
        Add(MarkKind.Chart, "", "chart, plot, graph, draw, visualise, visualize, diagram, visualisation, visualization, charts, graphs, plots, a chart of, as a chart, as a graph, as chart");
        Add(MarkKind.Chart, "bar", "bar chart, bar graph, bar plot, bars, column chart, as bars, bar diagram, as bar");
        Add(MarkKind.Chart, "line", "line chart, line graph, line plot, as a line, as line, curve, area chart");
        Add(MarkKind.Chart, "pie", "pie chart, pie, pie graph, donut chart, doughnut chart, pie diagram");
        Add(MarkKind.Chart, "scatter", "scatter plot, scatter, scatter chart, scatterplot, scatter graph");
        Add(MarkKind.Chart, "histogram", "histogram, distribution, distribution of");
        Add(MarkKind.Chart, "heatmap", "heatmap, heat map");
        Add(MarkKind.Grain, "day", "daily, day, days, day by day");
        Add(MarkKind.Grain, "week", "weekly, week, weeks, week by week");
        Add(MarkKind.Grain, "month", "monthly, month, months, month by month, month over month");
        Add(MarkKind.Grain, "quarter", "quarterly, quarter, quarters");
        Add(MarkKind.Grain, "year", "yearly, annually, annual, year, years, year by year, year over year, calendar year");
        Add(MarkKind.Grain, "weekday", "weekday, weekdays, day of week, day of the week, days of the week");
        Add(MarkKind.Grain, "hour", "hourly, hour, hours, hour of day, hour of the day, time of day");
        Add(MarkKind.Grain, "auto", "over time, trend, trends, through time, evolution, evolve, development, timeline, develop, developed, trending, changed over time, change over time");
        Add(MarkKind.Share, "", "percentage of, percent of, share of, proportion of, fraction of, percentage, percent, share, proportion, %, what percentage of, percentages, market share");
        Add(MarkKind.Versus, "", "versus, vs, compared to, compared with, compare, comparison of, against, comparison, comparing");
        return all;
    }
}
