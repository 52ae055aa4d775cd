namespace DataAgent.SqlGuard.Names;

/// <summary>One level of a query: what its names may mean here. A subquery's level has the one around it as <see cref="Outer"/>.</summary>
internal sealed class Scope(Scope? outer)
{
    private Dictionary<string, IReadOnlyList<string>?>? _ctes;

    public Scope? Outer { get; } = outer;

    /// <summary>What FROM brings in, as far as it is visible at the moment.</summary>
    public IReadOnlyList<FromItem> Items { get; set; } = [];

    /// <param name="name">As folded by the parser.</param>
    /// <param name="columns">Null: not known, so any name may be a column of it.</param>
    public void SetCte(string name, IReadOnlyList<string>? columns) => (_ctes ??= [])[name] = columns;

    public bool FindCte(string name, out IReadOnlyList<string>? columns)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
            if (scope._ctes is { } ctes && ctes.TryGetValue(name, out columns))
                return true;
        columns = null;
        return false;
    }

    /// <summary>A bare name: a column of the innermost level that has it, else a whole row.</summary>
    public Meaning FindColumn(string name)
    {
        var isSystemName = SystemColumns.Contains(name);
        var isUncertain = false;
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            foreach (var item in scope.Items)
                if (item.Columns?.Contains(name) == true)
                    return Meaning.Column;
            if (isSystemName && scope.Items.Any(item => item.IsStored))
                return Meaning.SystemColumn;
            foreach (var item in scope.Items)
                isUncertain |= item.Columns is null;
            if (isUncertain && !isSystemName)
                return Meaning.Uncertain;
        }

        if (isUncertain)
            return Meaning.Uncertain;
        return FindItems(null, name).Any() ? Meaning.WholeRow : Meaning.Unknown;
    }

    /// <summary><c>item.name</c>, or <c>schema.item.name</c>. Where it is no column, PostgreSQL calls a function of that name.</summary>
    public Meaning FindColumn(string? schema, string item, string name)
    {
        var found = FindItems(schema, item);
        if (found.Count == 0)
            return Meaning.UnknownItem;
        return found.Max(candidate => candidate switch
        {
            { IsStored: true } when SystemColumns.Contains(name) => Meaning.SystemColumn,
            { Columns: null } => Meaning.Uncertain,
            _ when candidate.Columns.Contains(name) => Meaning.Column,
            _ => Meaning.Unknown,
        });
    }

    /// <summary>The items of that name on the innermost level that has one.</summary>
    public IReadOnlyList<FromItem> FindItems(string? schema, string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
            if (scope.Items.Where(item => item.Name == name && (schema is null || item.Schema == schema)).ToList() is { Count: > 0 } found)
                return found;
        return [];
    }
}

/// <summary>Something that FROM brings into a query.</summary>
/// <param name="Name">Its alias or own name; null when it has none.</param>
/// <param name="Schema">For a table without an alias, which can also be named with its schema.</param>
/// <param name="Columns">Null: not known for certain.</param>
/// <param name="IsStored">A table or view, which has system columns.</param>
internal sealed record FromItem(string? Name, string? Schema, IReadOnlyList<string>? Columns, bool IsStored = false);

/// <summary>What a column name turned out to be; later ones are worse.</summary>
internal enum Meaning
{
    Column,
    WholeRow,

    /// <summary>A column of something whose columns are not known, or a function.</summary>
    Uncertain,
    Unknown,
    UnknownItem,
    SystemColumn,
}

/// <summary>Columns that every stored table has (manual, 5.5 "System Columns").</summary>
internal static class SystemColumns
{
    public static bool Contains(string name) => name is "tableoid" or "xmin" or "xmax" or "cmin" or "cmax" or "ctid";
}
