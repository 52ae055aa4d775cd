using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Words;

/// <summary>Phrases with one role, parted by commas.</summary>
internal sealed record PhraseEntry(MarkKind Kind, string Argument, string Phrases);

/// <summary>The phrases of plain English questions, as they are listed in docs/guide/offline-analyst-grammar.md.</summary>
/// <remarks>A phrase that stands here twice has the role of its last entry.</remarks>
internal static class PhraseBook
{
    public static readonly IReadOnlyList<PhraseEntry> Entries =
    [
        // Filler: it carries no condition, so that an answer may leave it out.
        new(MarkKind.Stop, "",
            "the, a, an, is, are, was, were, be, been, being, am, do, does, did, have, has, had, there, our, us, we, i, me, my, "
            + "you, your, please, can, could, would, should, it, its, it's, their, them, they, that, those, these, this, to, all, "
            + "any, some, also, just, so, then, exist, exists, existing, currently, now, data, database, records, record, rows, row, "
            + "entries, entry, total of, made, make, makes, making, go, got, gets, as, such, kind of, kinds of, pieces of, pieces, "
            + "items of, whose, whom, about, like, want, need, know, see, look, up, out, both, only, using, used, use, available, "
            + "hey, hi, hello, thanks, thank, actually, really, belong, belongs, belonging, come, comes, coming, came, live, lives, "
            + "living, located, based, happened, occurred, took place, placed, were there, on record, system, contain, contains, "
            + "containing, include, includes, including, stored, recorded, registered with, on average, one, ones, person who, people "
            + "who, called, named, titled, set at, s, worth, values, value of, let, let's, analyse, analyze, information, details, "
            + "info, full, complete, entire, whole, respectively, within, ordered by default, does not matter, take, long, big, "
            + "who's, what's, i'd, anything, anyone, something, someone, we've, been made, given"),

        // Prepositions tie a word to the one before it.
        new(MarkKind.Prep, "",
            "of, in, on, at, for, from, with, into, during, to the, who, which, where, that have, who have, having, after all, "
            + "when, among, out of, on the"),

        new(MarkKind.And, "", "and, &, plus, along with, together with, as well as"),

        new(MarkKind.Or, "", "or, either"),

        // Opens a question for rows.
        new(MarkKind.List, "",
            "list, list all, show, show me, display, give, give me, find, get, tell me, tell, what, what is, what are, what was, "
            + "what were, which are, who, who are, who is, who was, fetch, return all, what's the, whats, describe the"),
        new(MarkKind.List, "which", "which"),

        // What follows is counted.
        new(MarkKind.Count, "",
            "how many, number of, the number of, total number of, count of, count, count the, no of, # of, amount of times, how "
            + "often, how many times, number of times, counts, numbers of"),

        // What follows is added up, averaged …; the argument is the function.
        new(MarkKind.Aggregate, "sum",
            "sum, sum of, total, overall, combined, in total, altogether, total amount of, total sum of, add up, how much"),
        new(MarkKind.Aggregate, "avg", "average, avg, mean, typical, averages"),
        new(MarkKind.Aggregate, "median", "median"),
        new(MarkKind.Aggregate, "min", "minimum, min"),
        new(MarkKind.Aggregate, "max", "maximum, max"),

        // Orders, and cuts to the first places. Behind the colon: which column the adjective speaks of, see Hints.
        new(MarkKind.Rank, "desc", "top, best, most, highest, largest, biggest, greatest, strongest, leading"),
        new(MarkKind.Rank, "asc", "bottom, worst, least, fewest, lowest, smallest"),
        new(MarkKind.Rank, "desc:length", "longest, slowest"),
        new(MarkKind.Rank, "asc:length", "shortest, fastest, quickest"),
        new(MarkKind.Rank, "desc:price", "most expensive, priciest, costliest, dearest, most costly"),
        new(MarkKind.Rank, "asc:price", "cheapest, least expensive, least costly"),
        new(MarkKind.Rank, "desc:date", "newest, latest, most recent, most recently, last, recent, most recent ones"),
        new(MarkKind.Rank, "asc:date", "earliest, first"),
        new(MarkKind.Rank, "asc:age", "oldest"),
        new(MarkKind.Rank, "desc:age", "youngest"),
        new(MarkKind.Rank, "desc:weight", "heaviest"),
        new(MarkKind.Rank, "asc:weight", "lightest"),
        new(MarkKind.Rank, "desc:height", "tallest"),
        new(MarkKind.Rank, "desc:rating", "highest rated, best rated, top rated, best reviewed"),
        new(MarkKind.Rank, "asc:rating", "lowest rated, worst rated"),
        new(MarkKind.Rank, "desc:salary", "best paid, highest paid, highest earning"),
        new(MarkKind.Rank, "asc:salary", "lowest paid, worst paid"),
        new(MarkKind.Rank, "desc:sold",
            "best selling, bestselling, top selling, most sold, best sold, most bought, most purchased, bestseller, bestsellers, "
            + "best seller, best sellers, top sellers, top seller"),
        new(MarkKind.Rank, "asc:sold", "worst selling, least sold, lowest selling, slowest selling"),
        new(MarkKind.Rank, "desc:popular",
            "most popular, most frequent, most frequently, most common, most active, busiest, most often, most used, most loyal, "
            + "most prolific"),
        new(MarkKind.Rank, "asc:popular", "least popular, least common, least active, least frequent, rarest, least used"),
        new(MarkKind.Rank, "desc:revenue",
            "top spending, highest spending, most valuable, best earning, top grossing, highest grossing, most profitable, most "
            + "lucrative"),

        // Splits figures.
        new(MarkKind.By, "",
            "per, by, for each, for every, in each, in every, of each, each, every, grouped by, group by, broken down by, break "
            + "down by, breakdown by, split by, across, according to, depending on, by each, from each, at each, within each, on "
            + "each, with each, for all, across all, does each, do each, did each, has each, for the different"),

        // Orders rows.
        new(MarkKind.Sort, "",
            "ordered by, sorted by, order by, sort by, ranked by, sorted on, in order of, in terms of, based on, measured by, "
            + "sorted, ranked"),
        new(MarkKind.Sort, "desc",
            "descending, from highest to lowest, highest first, largest first, newest first, descending order, desc"),
        new(MarkKind.Sort, "asc", "ascending, lowest first, oldest first, alphabetically, ascending order, asc, in alphabetical order"),

        // Tests against the number that follows; behind the colon as for ranks.
        new(MarkKind.Compare, ">",
            "more than, over, above, greater than, bigger than, larger than, higher than, exceeding, exceeds, exceed, >, later "
            + "than, upwards of, in excess of, more"),
        new(MarkKind.Compare, ">=", "at least, minimum of, no less than, not less than, >=, no fewer than, a minimum of"),
        new(MarkKind.Compare, "<", "less than, fewer than, under, below, lower than, smaller than, <, less, fewer"),
        new(MarkKind.Compare, "<=", "at most, up to, no more than, not more than, maximum of, <=, a maximum of"),
        new(MarkKind.Compare, "=", "exactly, equal to, equals, =, precisely"),
        new(MarkKind.Compare, "<>", "<>, !=, not equal to"),
        new(MarkKind.Compare, "between", "between"),
        new(MarkKind.Compare, ">:length", "longer than"),
        new(MarkKind.Compare, "<:length", "shorter than"),
        new(MarkKind.Compare, ">:price",
            "more expensive than, costlier than, pricier than, dearer than, costing more than, priced above, priced over, costing "
            + "over, cost more than, costs more than, cost over"),
        new(MarkKind.Compare, "<:price",
            "cheaper than, less expensive than, costing less than, priced below, priced under, costing under, cost less than, costs "
            + "less than, cost under"),
        new(MarkKind.Compare, "=:price", "priced at, costing, that cost, which cost"),
        new(MarkKind.Compare, ">:weight", "heavier than"),
        new(MarkKind.Compare, "<:weight", "lighter than"),
        new(MarkKind.Compare, ">:height", "taller than"),

        // The same, behind the number.
        new(MarkKind.OrMore, ">=", "or more, or longer, or higher, or above, or over, and above, and more, or later"),
        new(MarkKind.OrMore, "<=", "or less, or fewer, or shorter, or lower, or below, or under, or cheaper"),

        // Turns a condition round.
        new(MarkKind.Not, "",
            "not, no, without, never, except, excluding, other than, lacking, non, lack, lacks, outside, outside of, except for, "
            + "exclude, apart from, besides, none, not in, neither, nor, without any, not any, no longer, cannot, isn't"),

        // A column without a value.
        new(MarkKind.Null, "null", "missing, empty, null, blank, unset, is null, is empty, undefined"),

        new(MarkKind.Ever, "", "ever, yet, still, already"),

        // Each value once.
        new(MarkKind.Distinct, "", "different, distinct, unique, various"),

        // A picture; the argument is its kind.
        new(MarkKind.Chart, "",
            "chart, plot, graph, draw, visualise, visualize, diagram, visualisation, visualization, charts, graphs, plots, a chart "
            + "of, as a chart, as a graph, as chart"),
        new(MarkKind.Chart, "bar", "bar chart, bar graph, bar plot, bars, column chart, as bars, bar diagram, as bar"),
        new(MarkKind.Chart, "line", "line chart, line graph, line plot, as a line, as line, curve, area chart"),
        new(MarkKind.Chart, "pie", "pie chart, pie, pie graph, donut chart, doughnut chart, pie diagram"),
        new(MarkKind.Chart, "scatter", "scatter plot, scatter, scatter chart, scatterplot, scatter graph"),
        new(MarkKind.Chart, "histogram", "histogram, distribution, distribution of"),
        new(MarkKind.Chart, "heatmap", "heatmap, heat map"),

        // What dates are cut to.
        new(MarkKind.Grain, "day", "daily, day, days, day by day"),
        new(MarkKind.Grain, "week", "weekly, week, weeks, week by week"),
        new(MarkKind.Grain, "month", "monthly, month, months, month by month, month over month"),
        new(MarkKind.Grain, "quarter", "quarterly, quarter, quarters"),
        new(MarkKind.Grain, "year", "yearly, annually, annual, year, years, year by year, year over year, calendar year"),
        new(MarkKind.Grain, "weekday", "weekday, weekdays, day of week, day of the week, days of the week"),
        new(MarkKind.Grain, "hour", "hourly, hour, hours, hour of day, hour of the day, time of day"),
        new(MarkKind.Grain, "auto",
            "over time, trend, trends, through time, evolution, evolve, development, timeline, develop, developed, trending, "
            + "changed over time, change over time"),

        // Parts of a whole.
        new(MarkKind.Share, "",
            "percentage of, percent of, share of, proportion of, fraction of, percentage, percent, share, proportion, %, what "
            + "percentage of, percentages, market share"),

        // Says that what follows is to be seen side by side.
        new(MarkKind.Versus, "", "versus, vs, compared to, compared with, compare, comparison of, against, comparison, comparing"),
    ];
}
