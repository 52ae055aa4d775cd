using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Plans;

/// <summary>"customers who never ordered in 2025": the year belongs to the orders, not to the customers.</summary>
internal static class TimeMover
{
    /// <summary>
    /// Moves a free time into the condition on what happened; <c>false</c> when that has no date, so that the time has no place.
    /// </summary>
    public static bool Move(Draft draft)
    {
        var time = draft.Filters.FirstOrDefault(f => f.Time is not null);
        var at = draft.Filters.FindLastIndex(f => f.Path.FansOut && f.Time is null);
        if (time is null || at < 0 || draft.Measures.Any(m => !CountsSubject(m, draft))) return true;

        var happened = draft.Filters[at];
        if (DateOnWay(happened.Path) is not var (links, date)) return false;
        draft.Filters[at] = happened with
        {
            Also = new(links, Dates.Condition(date, time.Time!)),
            Words = $"{happened.Words} with {date.Label} in {time.Time!.Text}",
        };
        draft.Filters.Remove(time);
        return true;
    }

    /// <summary>"how many customers …" counts what is asked about; a sum over other rows has a time of its own.</summary>
    private static bool CountsSubject(Measure measure, Draft draft) => measure.Function == "count" && measure.Table == draft.Subject;

    /// <summary>The first dated table from where the way goes down to several rows, and how many links lead there.</summary>
    private static (int Links, SchemaColumn Date)? DateOnWay(JoinPath path)
    {
        var down = path.Links.TakeWhile(l => l.Forward).Count();
        for (var n = down; n < path.Links.Count; n++)
            if (path.Links[n].To.MainDate is { } date)
                return (n + 1, date);
        return null;
    }
}
