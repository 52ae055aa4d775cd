using System.Globalization;
using DataAgent.Audit;
using DataAgent.Users;

namespace DataAgent.Web.Audit;

/// <summary>The filters of the audit log as an address holds them. Empty is the same as not there.</summary>
/// <param name="After">Where the page before ended.</param>
public sealed record AuditQuery(
    string? Person, string? Action, string? Outcome, string? Door, string? From, string? Until, string? Text, string? After = null)
{
    /// <summary>What cannot be asked for, in a sentence; null: all can.</summary>
    public string? Problem =>
        Has(Action) && !AuditActions.All.Contains(Action) ? "There is no such action; docs/guide/audit.md lists them."
        : Has(Outcome) && !AuditWords.Outcomes.Contains(Outcome) ? $"outcome is one of {string.Join(", ", AuditWords.Outcomes)}."
        : Has(Door) && !AuditWords.Doors.Contains(Door) ? $"door is one of {string.Join(", ", AuditWords.Doors)}."
        : (Has(From) && AuditWords.FindTime(From) is null) || (Has(Until) && AuditWords.FindTime(Until) is null) ? "A time is written 2026-03-01 or 2026-03-01T08:00Z."
        : Has(After) && Cursor is null ? "after is the place that the page before named as next."
        : null;

    public AuditCursor? Cursor => AuditCursor.Find(After);

    /// <summary>A person who is not there did nothing.</summary>
    public async Task<AuditFilter> FilterAsync(UserDirectory users, CancellationToken cancellationToken)
    {
        Guid? person = Has(Person) ? (await users.FindByEmailAsync(Person!, cancellationToken))?.Id ?? Guid.Empty : null;
        return new AuditFilter(person, Word(Action), Word(Outcome), Word(Door), AuditWords.FindTime(From), AuditWords.FindTime(Until), Word(Text));
    }

    /// <summary>As it stands behind the ? of an address.</summary>
    public string ToText(AuditCursor? after = null)
    {
        (string Name, string? Value)[] parts =
        [
            ("person", Person), ("action", Action), ("outcome", Outcome), ("door", Door), ("from", From), ("until", Until), ("text", Text), ("after", after?.ToString()),
        ];
        return string.Join('&', parts.Where(part => Has(part.Value)).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name}={Uri.EscapeDataString(part.Value!)}")));
    }

    public bool IsNarrow => ToText().Length > 0;

    private static bool Has(string? text) => !string.IsNullOrWhiteSpace(text);

    private static string? Word(string? text) => Has(text) ? text!.Trim() : null;
}
