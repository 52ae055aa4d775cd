using System.Globalization;

namespace DataAgent.Evals;

/// <summary>How the rows that came compare with the right ones.</summary>
/// <param name="Reasons">Why it is not the right answer; empty: it is.</param>
/// <param name="ExtraColumns">Names of columns that nobody asked for. They do no harm.</param>
public sealed record MatchOutcome(IReadOnlyList<EvalReason> Reasons, IReadOnlyList<string> ExtraColumns);

/// <summary>
/// Compares two results by their values. Columns may come in another order, under other names and with others beside them; numbers are equal
/// within a tolerance; the order of the rows counts only when it is asked for. Each row wanted needs a row of its own.
/// </summary>
internal sealed class TableMatch
{
    private const int MaxAssignments = 2_000;
    private const int ShownRows = 3;

    private readonly IReadOnlyList<string?[]> _wanted, _came;
    private readonly double _tolerance;
    private readonly int[][] _candidates;
    private int _assignments;

    private TableMatch(IReadOnlyList<string?[]> wanted, IReadOnlyList<string?[]> came, int columns, double tolerance)
    {
        (_wanted, _came, _tolerance) = (wanted, came, tolerance);
        var width = wanted.Count > 0 ? wanted[0].Length : 0;
        _candidates = [.. Enumerable.Range(0, width).Select(w => Enumerable.Range(0, columns).Where(c => HaveSameValues(w, c)).ToArray())];
    }

    public static MatchOutcome Compare(
        IReadOnlyList<string?[]> wanted, IReadOnlyList<string> names, IReadOnlyList<string?[]> came, bool isOrdered, double tolerance)
    {
        if (wanted.Count == 0)
            return new(came.Count == 0 ? [] : [new(EvalReasonCode.ExtraRows, $"No row was wanted, {came.Count} came.")], []);
        var width = wanted[0].Length;
        if (names.Count < width)
            return new([new(EvalReasonCode.MissingColumns, $"{width} columns were wanted, {names.Count} came: {string.Join(", ", names)}.")], []);
        var match = new TableMatch(wanted, came, names.Count, tolerance);
        if (wanted.Count != came.Count)
            return new([match.CountReason()], []);
        if (match.Assign([], isOrdered) is { } columns)
            return new([], [.. names.Where((_, i) => !columns.Contains(i))]);
        match._assignments = 0;
        return isOrdered && match.Assign([], isOrdered: false) is not null
            ? new([new(EvalReasonCode.WrongOrder, "The rows are right, their order is not.")], [])
            : new([match.WrongRows()], []);
    }

    /// <summary>A column of those that came for each wanted one, so that all rows fit; null: there is no such choice.</summary>
    private int[]? Assign(int[] chosen, bool isOrdered)
    {
        if (chosen.Length == _candidates.Length)
            return _assignments++ < MaxAssignments && RowsFit(chosen, isOrdered) ? chosen : null;
        foreach (var candidate in _candidates[chosen.Length])
            if (!chosen.Contains(candidate) && _assignments < MaxAssignments && Assign([.. chosen, candidate], isOrdered) is { } found)
                return found;
        return null;
    }

    private bool RowsFit(int[] columns, bool isOrdered)
    {
        if (isOrdered)
            return _wanted.Zip(_came).All(pair => Fits(pair.First, pair.Second, columns));
        var left = _came.ToList();
        return _wanted.All(row => left.FindIndex(other => Fits(row, other, columns)) is >= 0 and var at && RemoveAt(left, at));
    }

    private static bool RemoveAt(List<string?[]> rows, int at)
    {
        rows.RemoveAt(at);
        return true;
    }

    private bool Fits(string?[] wanted, string?[] came, int[] columns)
    {
        for (var i = 0; i < wanted.Length; i++)
            if (!AreSame(wanted[i], came[columns[i]]))
                return false;
        return true;
    }

    private bool HaveSameValues(int wanted, int came) => _wanted.Count != _came.Count
        || Sorted(_wanted, wanted).Zip(Sorted(_came, came)).All(pair => AreSame(pair.First, pair.Second));

    private static IEnumerable<string?> Sorted(IReadOnlyList<string?[]> rows, int column) =>
        rows.Select(row => row[column]).OrderBy(cell => Number(cell) ?? double.MaxValue).ThenBy(cell => Number(cell) is null ? cell : null, StringComparer.Ordinal);

    private bool AreSame(string? wanted, string? came)
    {
        if (string.Equals(wanted?.Trim(), came?.Trim(), StringComparison.Ordinal))
            return true;
        return Number(wanted) is { } w && Number(came) is { } c && Math.Abs(w - c) <= Math.Abs(w) * _tolerance;
    }

    private static double? Number(string? cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private EvalReason CountReason() => _came.Count < _wanted.Count
        ? new(EvalReasonCode.MissingRows, $"{_wanted.Count} rows were wanted, {_came.Count} came.")
        : new(EvalReasonCode.ExtraRows, $"{_wanted.Count} rows were wanted, {_came.Count} came.");

    private EvalReason WrongRows()
    {
        var lost = _wanted.Where(row => !_came.Any(other => row.All(cell => other.Any(c => AreSame(cell, c))))).ToList();
        var shown = lost.Count == 0
            ? "the values are there, but not beside one another as wanted"
            : $"{lost.Count} of {_wanted.Count} have no like: {string.Join("; ", lost.Take(ShownRows).Select(row => string.Join(" | ", row.Select(c => c ?? "null"))))}{(lost.Count > ShownRows ? "; …" : "")}";
        return new(EvalReasonCode.WrongRows, $"Wrong rows: {shown}.");
    }
}
