namespace DataAgent.Dictionary;

/// <summary>A function or an operator that a name in a query could mean.</summary>
/// <param name="Arguments">Types as <c>format_type</c> writes them; of an operator its two sides, <c>none</c> where there is none.</param>
public sealed record Signature(string Name, IReadOnlyList<string> Arguments)
{
    /// <summary>The extension it belongs to.</summary>
    public string? Extension { get; init; }

    /// <summary>PostgreSQL has one of this name of its own, which comes first.</summary>
    public bool HasBuiltIn { get; init; }

    /// <summary>SECURITY DEFINER: it runs with its owner's rights, not with those of the project's role.</summary>
    public bool IsDefiner { get; init; }

    public bool IsVolatile { get; init; }

    public override string ToString() => $"{Name}({string.Join(", ", Arguments)})";
}

/// <summary>An extension of the database whose functions were reviewed, see <see cref="SqlGuard.KnownExtensions"/>.</summary>
/// <param name="IsOn">An admin of the project switched it on.</param>
/// <param name="IsUsable">The role may use its schema.</param>
public sealed record InstalledExtension(string Name, string Schema, bool IsOn, bool IsUsable)
{
    /// <summary>Of an extension that is on: types whose name alone means its own, not one of the project's schema.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];
}
