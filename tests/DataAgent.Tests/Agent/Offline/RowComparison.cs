using System.Globalization;

namespace DataAgent.Tests.Agent.Offline;

/// <summary>Are these the same rows? Ours may have more columns, and a name in one column or in two.</summary>
internal static class RowComparison
{
    /// <summary><c>null</c> when every row wanted has a row of its own among those we got, and there are no others.</summary>
    public static string? Difference(IReadOnlyList<string?[]> want, IReadOnlyList<string?[]> got, bool isOrdered)
    {
        if (want.Count != got.Count) return $"{want.Count} rows wanted, {got.Count} came";
        var left = got.ToList();
        foreach (var row in want)
        {
            var at = isOrdered ? (Fits(row, left[0]) ? 0 : -1) : left.FindIndex(g => row.All(c => g.Contains(c)));
            if (at < 0 && !isOrdered) at = left.FindIndex(g => Fits(row, g));
            if (at < 0) return $"no row like {string.Join(" | ", row)}";
            left.RemoveAt(at);
        }

        return null;
    }

    private static bool Fits(string?[] want, string?[] got)
    {
        var left = got.ToList();
        foreach (var cell in want)
        {
            var at = left.FindIndex(g => Same(cell, g));
            if (at >= 0) left.RemoveAt(at);
            else if (!IsPartOfName(cell, got)) return false;
        }

        return true;
    }

    private static bool IsPartOfName(string? cell, string?[] got) =>
        cell is { Length: > 0 } && !decimal.TryParse(cell, CultureInfo.InvariantCulture, out _)
        && (got.Any(g => g is not null && (g.StartsWith(cell + " ", StringComparison.Ordinal) || g.EndsWith(" " + cell, StringComparison.Ordinal))) || got.Zip(got.Skip(1)).Any(p => $"{p.First} {p.Second}" == cell));

    private static bool Same(string? a, string? b)
    {
        if (a is null || b is null) return a == b;
        if (a.Trim() == b.Trim()) return true;
        return decimal.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && decimal.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var y) && Math.Abs(x - y) <= 0.006m;
    }
}
