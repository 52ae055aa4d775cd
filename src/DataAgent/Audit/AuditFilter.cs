namespace DataAgent.Audit;

/// <summary>What is <c>null</c> does not narrow. Times are UTC, <paramref name="Until"/> is not included.</summary>
/// <param name="Text">Somewhere in the SQL, in whatever case of ASCII letters.</param>
public sealed record AuditFilter(
    Guid? UserId = null, string? Action = null, string? Outcome = null, string? Door = null, DateTimeOffset? From = null, DateTimeOffset? Until = null,
    string? Text = null)
{
    public bool IsEmpty => this == new AuditFilter();
}

/// <summary>Where a page ended; the next one goes on with what is older.</summary>
public readonly record struct AuditCursor(DateTimeOffset At, Guid Id)
{
    public override string ToString() => $"{At.UtcTicks:x}-{Id:n}";

    /// <returns>Null: the text is none.</returns>
    public static AuditCursor? Find(string? text) =>
        text?.Split('-') is [var ticks, var id] && Guid.TryParseExact(id, "n", out var guid)
        && long.TryParse(ticks, System.Globalization.NumberStyles.AllowHexSpecifier, null, out var number) && number >= 0 && number <= DateTime.MaxValue.Ticks
            ? new AuditCursor(new DateTimeOffset(number, TimeSpan.Zero), guid)
            : null;
}

/// <summary>An entry with the names of what it is about, as they are by now.</summary>
/// <param name="Email">Of the person, while the account exists.</param>
/// <param name="Project">The project's name; null outside of one.</param>
public sealed record AuditLine(AuditEntry Entry, string? Email, string? Project = null);

/// <param name="Next">Null: there is nothing older. Else it may lead to nothing, when the page ended in the middle of a search.</param>
/// <param name="SearchedUntil">The page is short because the search paused here; null: it is as long as it can be.</param>
public sealed record AuditPage(IReadOnlyList<AuditLine> Lines, AuditCursor? Next, DateTimeOffset? SearchedUntil = null);
