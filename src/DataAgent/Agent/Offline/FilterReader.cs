using System.Globalization;

namespace DataAgent.Agent.Offline;

/// <summary>Reads the conditions of a question: values, numbers, times, negations, yes-or-no columns.</summary>
internal sealed class FilterReader(Draft draft)
{
    private IReadOnlyList<Mark> Marks => draft.Marks;

    public void Read()
    {
        for (var i = 0; i < Marks.Count; i++)
        {
            if (draft.IsUsed(i)) continue;
            switch (Marks[i].Kind)
            {
                case MarkKind.Compare: ReadComparison(i); break;
                case MarkKind.Time: ReadTime(i); break;
                case MarkKind.Value: ReadValue(i); break;
                case MarkKind.Null: ReadNull(i); break;
            }
        }

        for (var i = 0; i < Marks.Count; i++)
            if (!draft.IsUsed(i))
                switch (Marks[i].Kind)
                {
                    case MarkKind.Number: ReadBareNumber(i); break;
                    case MarkKind.Not: ReadNegation(i); break;
                    case MarkKind.Term: ReadFlag(i); break;
                }
    }

    /// <summary>A "not" before the mark, with no more than one verb in between ("never bought Rock").</summary>
    private bool IsNegated(int at)
    {
        var terms = 0;
        for (var i = at - 1; i >= 0; i--)
        {
            if (Marks[i].Kind == MarkKind.Not)
            {
                draft.Use(i);
                return true;
            }

            if (Marks[i].Kind == MarkKind.Term && ++terms == 1 && draft.KindAt(draft.Previous(i, MarkKind.Ever, MarkKind.Prep)) == MarkKind.Not) continue;
            if (Marks[i].Kind is not (MarkKind.Stop or MarkKind.Prep or MarkKind.Ever or MarkKind.Value or MarkKind.And or MarkKind.Or or MarkKind.Compare)) return false;
        }

        return false;
    }

    private void ReadValue(int at)
    {
        // "paid by card": the verb leads to the value and is no state of its own.
        var by = draft.Next(at);
        if (Lexicon.Concept(Marks[at].Text) is not null && draft.KindAt(by) is MarkKind.By or MarkKind.Prep && draft.KindAt(draft.Next(by)) == MarkKind.Value)
        {
            draft.Use(at, by);
            return;
        }

        var near = Neighbours(at).ToList();
        if (Marks[at].Meanings.Count > 0 && Marks[at].Values.All(v => v.Column.Table != draft.Root) && ReadParticiple(at)) return;
        (ValueHit Hit, JoinPath Path, double Score, int Term)? best = null;
        foreach (var hit in Marks[at].Values)
        {
            if (draft.Way(hit.Column.Table, at) is not var (path, cost)) continue;
            var term = near.FirstOrDefault(n => Marks[n].Meanings.Any(m => m.Score >= 0.6 && (m.Column == hit.Column || m.Column is null && m.Table == hit.Column.Table || m.Column is { Role: ColumnRole.Reference } r && r.Table.Links.Any(l => l.Forward && l.Columns[0].From == r && l.To == hit.Column.Table))), -1);
            var score = (hit.Exact ? 1 : 0.6) - 0.1 * cost + (term >= 0 ? 0.6 : 0) + (IsOwnName(hit, term) ? -0.6 : 0) + (hit.IsFullName ? 0.15 : hit.Column.Table.NameColumns is [var only] && only == hit.Column ? 0.35 : hit.Column.Table.NameColumns.Count == 2 && hit.Column.Table.NameColumns.Contains(hit.Column) ? -0.1 : 0) - (path.FansOut ? 0.1 : 0);
            if (best is null || score > best.Value.Score + 1e-9) best = (hit, path, score, term);
        }

        if (best is not var (chosen, way, points, label)) return;
        NoteOtherMeanings(at, chosen, label);
        draft.Use(at);
        draft.Score += points;
        if (label >= 0 && !IsSubject(label)) draft.Use(label);
        var column = chosen.Column;
        var negated = IsNegated(at);
        var name = column.Table.NameColumns.Contains(column) ? column.Table.Label : column.Label;
        string? condition = null;
        IReadOnlyList<string> values = [];
        var words = $"{name} {(negated ? "is not" : "is")} {chosen.Value}";
        if (chosen.IsFullName)
        {
            var full = string.Join(" || ' ' || ", column.Table.NameColumns.Select(c => "{0}." + SqlText.Name(c.Name)));
            condition = chosen.Exact ? $"{full} = {SqlText.Literal(chosen.Value)}" : $"{full} ilike {SqlText.Literal($"%{SqlText.EscapeLike(chosen.Value)}%")}";
            words = $"{column.Table.Label} is {chosen.Value}";
        }
        else if (column.Role == ColumnRole.Array)
        {
            condition = $"exists (select 1 from unnest({{0}}.{SqlText.Name(column.Name)}) e where lower(e) = {SqlText.Literal(Marks[at].Text.ToLowerInvariant())})";
            words = $"{column.Label} include {Marks[at].Text}";
        }
        else if (chosen is { Exact: true, OneSpelling: true } or { OneSpelling: true, Exact: false } && !column.Table.NameColumns.Contains(column) || chosen.Exact) values = [SqlText.Literal(chosen.Value)];
        else
        {
            condition = $"{{0}}.{SqlText.Name(column.Name)}{(column.Info.Enum is null ? "" : "::text")} ilike {SqlText.Literal($"%{SqlText.EscapeLike(chosen.Value)}%")}";
            words = $"{name} contains “{Marks[at].Text}”";
        }

        draft.Filters.Add(new(way, column.Table, column, condition, values, words, negated));
    }

    private void NoteOtherMeanings(int at, ValueHit chosen, int label)
    {
        var other = Marks[at].Values.FirstOrDefault(h => h.Exact && h.Column != chosen.Column && !h.IsFullName && draft.Schema.Joins.Find(draft.Root, h.Column.Table) is { Cost: < 2.5 });
        if (other is null || label >= 0 || !chosen.Exact) return;
        draft.Notes.Add($"“{Marks[at].Text}” is also a {(other.Column.Table.NameColumns.Contains(other.Column) ? other.Column.Table.Label : $"{other.Column.Label} of {other.Column.Table.Plural}")}; name it to have that one instead.");
    }

    /// <summary>"albums by Iron Maiden" does not mean the album of that name, when something else is called so too.</summary>
    private bool IsOwnName(ValueHit hit, int term) => hit.Column.Table == (draft.Entity ?? draft.Root) && hit.Column.Table.NameColumns.Contains(hit.Column) && (term < 0 || !draft.Marks.Any(m => m.Text.ToLowerInvariant() is "named" or "called" or "titled"));

    private bool IsSubject(int term) => Marks[term].Meanings is [{ Column: null }, ..] && Marks[term].Meanings.Any(m => m.Column is null && (m.Table == draft.Entity || m.Table == draft.Root)) && draft.Groups.Count == 0 && draft.Measures.Count == 0;

    /// <summary>Words around a value that say which column it is in: "genre Rock", "Rock genre", "status is shipped".</summary>
    private IEnumerable<int> Neighbours(int at)
    {
        if (draft.Next(at) is var next and >= 0 && next == at + 1 && Marks[next].Kind == MarkKind.Term) yield return next;
        var back = at - 1;
        while (back >= 0 && (Marks[back].Kind is MarkKind.Not or MarkKind.Compare || Marks[back].Text.ToLowerInvariant() is "is" or "are" or "was" or "were" or "the" or "named" or "called" or "titled" or "of" or "in" or "include" or "includes")) back--;
        while (back >= 0 && Marks[back].Kind is MarkKind.Value or MarkKind.Or or MarkKind.And) back = draft.Previous(back, MarkKind.Prep, MarkKind.Not);
        if (back >= 0 && Marks[back].Kind == MarkKind.Term) yield return back;
    }

    private void ReadTime(int at)
    {
        var time = Marks[at].Time!;
        var near = draft.Previous(at, MarkKind.Prep, MarkKind.Compare, MarkKind.Not);
        SchemaColumn? column = null;
        var path = JoinPath.None;
        var isNamed = false;
        foreach (var term in new[] { near, draft.Next(at) }.Where(n => n >= 0 && Marks[n].Kind == MarkKind.Term))
            if (column is null && draft.Resolve(term, m => m.Column?.Role is ColumnRole.Date or ColumnRole.Year && m.Score >= 0.55) is var (meaning, way, _))
            {
                (column, path) = (meaning.Column, way);
                isNamed = !Marks[term].Meanings.Any(m => m.Column is null && m.Score > meaning.Score);
                if (isNamed) draft.Use(term);
            }

        if (column is null)
        {
            if (FindDate(at) is not var (found, way)) return;
            (column, path) = (found, way);
        }

        draft.Use(at);
        draft.Score += 1 - 0.1 * path.Cost;
        draft.Filters.Add(new(path, column.Table, column, TimeCondition(column, time), [], $"{column.Label} {(time.Text.Contains(' ') && time.Text.Split(' ')[0] is "since" or "after" or "before" or "until" or "from" ? "" : "in ")}{time.Text}", draft.KindAt(draft.Previous(at)) == MarkKind.Not && IsNegated(at)) { Time = isNamed ? null : time });
        if (time.IsRelative) draft.Notes.Add("Relative dates count from today.");
    }

    /// <summary>When a row happened: its own date, else that of the nearest table it belongs to.</summary>
    public (SchemaColumn, JoinPath)? FindDate(int at)
    {
        if (draft.Root.MainDate is { } own) return (own, JoinPath.None);
        if (draft.Entity?.MainDate is { } entity && draft.Schema.Joins.Find(draft.Root, draft.Entity) is { } way && draft.Measures.Count == 0) return (entity, way);
        if (draft.Root.Columns.FirstOrDefault(c => c.Role == ColumnRole.Year) is { } year) return (year, JoinPath.None);
        if (draft.Measures.Count > 0 && Header() is var (header, up)) return (header.MainDate!, up);
        var parents = draft.Schema.Tables.Where(t => t.MainDate is not null && !t.IsView).Select(t => (Table: t, Way: draft.Way(t, Math.Max(at, 0))))
            .Where(p => p.Way is { Path.FansOut: false, Path.Links.Count: > 0 }).OrderBy(p => p.Way!.Value.Cost).ThenBy(p => p.Table.Name, StringComparer.Ordinal).ToList();
        return parents.Count > 0 ? (parents[0].Table.MainDate!, parents[0].Way!.Value.Path) : null;
    }

    /// <summary>The order of an order line: a figure over lines happened when their order did, not when the product that is named next to it was launched.</summary>
    private (SchemaTable, JoinPath)? Header()
    {
        foreach (var table in draft.Schema.Tables.Where(t => t.MainDate is not null && !t.IsView && t != draft.Root && t.Words.Intersect(draft.Root.Words).Any()))
            if (draft.Schema.Joins.Find(draft.Root, table) is { FansOut: false, Links.Count: 1 } way)
                return (table, way);
        return null;
    }

    public static string TimeCondition(SchemaColumn column, TimeSpanOf time)
    {
        var name = "{0}." + SqlText.Name(column.Name);
        if (column.Role == ColumnRole.Year)
        {
            if (time is { From: { } f, To: { } t } && t.Year - f.Year == 1 && f.Month == 1) return $"{name} = {f.Year}";
            return string.Join(" and ", new[] { time.From is { } from ? $"{name} >= {from.Year}" : null, time.To is { } to ? $"{name} < {to.Year}" : null }.OfType<string>());
        }

        return string.Join(" and ", new[] { time.From is { } a ? $"{name} >= date '{a:yyyy-MM-dd}'" : null, time.To is { } b ? $"{name} < date '{b:yyyy-MM-dd}'" : null }.OfType<string>());
    }

    private void ReadComparison(int at)
    {
        var (sign, hint) = Marks[at].Argument.Split(':') is [var s, var h] ? (s, h) : (Marks[at].Argument, null);
        var number = draft.Next(at);
        if (draft.KindAt(number) == MarkKind.Term && hint is null && draft.KindAt(draft.Next(number)) == MarkKind.Number) number = draft.Next(number);
        if (draft.KindAt(number) != MarkKind.Number)
        {
            if (draft.KindAt(number) == MarkKind.Value && sign == "=") draft.Use(at);
            return;
        }

        var last = number;
        var upper = -1;
        if (sign == "between")
        {
            upper = draft.Next(number, MarkKind.And);
            if (draft.KindAt(upper) != MarkKind.Number) return;
            last = upper;
        }

        Apply(at, sign, hint, number, upper, last);
    }

    private void ReadBareNumber(int at)
    {
        var next = draft.Next(at);
        if (draft.KindAt(next) == MarkKind.OrMore) Apply(next, Marks[next].Argument, null, at, -1, next);
        else if (draft.Previous(at, MarkKind.Prep) is var before and >= 0 && Marks[before].Kind == MarkKind.Term)
        {
            if (draft.Resolve(before, m => m.Column is { Role: ColumnRole.Number or ColumnRole.Year or ColumnRole.Key }) is { Score: > 0.5 } named && named.Meaning.Score >= 0.75) AddComparison(named.Meaning.Column!, named.Path, "=", at, -1, at, [at, before], null);
            else if (Marks[before].Meanings is [{ Column: null } m, ..] && m.Table.Key is [{ Role: ColumnRole.Key or ColumnRole.Reference } key] && draft.Way(m.Table, at) is var (path, _) && !Marks[before].Text.EndsWith('s'))
                AddComparison(key, path, "=", at, -1, at, IsSubject(before) ? [at] : [at, before], null);
        }
    }

    private void Apply(int at, string sign, string? hint, int number, int upper, int last)
    {
        var after = draft.Next(last);
        var unit = -1;
        if (after >= 0 && Marks[after].Kind is MarkKind.Unit or MarkKind.Grain && after == last + 1) (unit, after) = (after, draft.Next(after));
        if (draft.KindAt(after) == MarkKind.OrMore) (sign, after) = (Marks[after].Argument, draft.Next(after));
        List<int> used = [at, number, last, .. unit >= 0 ? [unit] : Array.Empty<int>()];
        if (draft.Measures.Count > 0 && hint is null && unit < 0 && TestsMeasure(at, last, out var extra))
        {
            draft.Use([.. used, .. extra]);
            var measure = draft.Measures[0];
            var words = $"{measure.Label} {Words(sign)} {Marks[number].Text}{(upper >= 0 ? " and " + Marks[upper].Text : "")}";
            draft.Having.Add(new(measure, sign, upper >= 0 ? $"{Number(number)} and {Number(upper)}" : Number(number), words));
            draft.Score += 1;
            return;
        }

        var before = draft.Previous(at, MarkKind.Prep);
        foreach (var term in new[] { before, draft.KindAt(after) == MarkKind.Term && after == last + 1 ? after : -1, number - 1 > at ? number - 1 : -1 }.Where(t => t >= 0 && hint is null && Marks[t].Kind == MarkKind.Term))
            if (draft.Resolve(term, m => m.Column is { Role: ColumnRole.Number or ColumnRole.Year } && m.Score >= 0.6) is var (meaning, way, _))
            {
                AddComparison(meaning.Column!, way, sign, number, upper, at, draft.IsUsed(term) ? used : [.. used, term], unit >= 0 ? Marks[unit].Text : null);
                return;
            }

        var subject = draft.Entity ?? draft.Root;
        if (unit >= 0) hint ??= Units.Hint(Marks[unit].Text);
        var column = hint is not null ? Hints.Column(subject, hint) ?? Hints.Column(draft.Root, hint) : Amounts.OfRow(subject)?.Column ?? Hints.Column(subject, "price") ?? Amounts.OfRow(draft.Root)?.Column;
        if (column is not null && draft.Schema.Joins.Find(draft.Root, column.Table) is { } path) AddComparison(column, path, sign, number, upper, at, used, unit >= 0 ? Marks[unit].Text : null);
    }

    private bool TestsMeasure(int at, int last, out IReadOnlyList<int> extra)
    {
        extra = [];
        var after = draft.Next(last, MarkKind.OrMore, MarkKind.Distinct);
        var measure = draft.Measures[0];
        if (after >= 0 && Marks[after].Kind == MarkKind.Term && measure.Function == "count" && draft.IsUsed(after)) return true;
        var before = draft.Previous(at, MarkKind.Prep);
        return before >= 0 && draft.IsUsed(before) && Marks[before].Concept is not null && draft.Entity is not null && draft.Entity != draft.Root;
    }

    private void AddComparison(SchemaColumn column, JoinPath path, string sign, int number, int upper, int at, IReadOnlyList<int> used, string? unit)
    {
        var factor = 1m;
        if (unit is not null)
        {
            if (Units.Factor(column, unit) is not { } known) return;
            factor = known;
            if (Units.Assumed(column) is { } assumed) draft.Notes.Add(assumed);
        }

        draft.Use(used);
        draft.Score += 1 - 0.1 * path.Cost;
        var literal = (Marks[number].Number!.Value * factor).ToString(CultureInfo.InvariantCulture);
        var name = "{0}." + SqlText.Name(column.Name);
        var condition = upper >= 0 ? $"{name} between {literal} and {(Marks[upper].Number!.Value * factor).ToString(CultureInfo.InvariantCulture)}" : $"{name} {sign} {literal}";
        draft.Filters.Add(new(path, column.Table, column, condition, [], $"{column.Label} {Words(sign)} {Marks[number].Text}{(upper >= 0 ? " and " + Marks[upper].Text : "")}{(unit is null ? "" : " " + unit)}", IsNegated(at)));
    }

    private string Number(int at) => Marks[at].Number!.Value.ToString(CultureInfo.InvariantCulture);

    public static string Words(string sign) => sign switch { ">" => "over", ">=" => "at least", "<" => "under", "<=" => "at most", "=" => "is", "<>" => "is not", _ => sign };

    private void ReadNull(int at)
    {
        foreach (var term in new[] { draft.Next(at), draft.Previous(at, MarkKind.Prep) })
            if (term >= 0 && Marks[term].Kind == MarkKind.Term && AddNull(term, isNull: true, [at, term])) return;
    }

    private bool AddNull(int term, bool isNull, IReadOnlyList<int> used)
    {
        if (draft.Resolve(term, m => m.Column is { Info.IsNullable: true } && m.Score >= 0.6) is not var (meaning, way, _)) return false;
        draft.Use(used);
        draft.Score += meaning.Score;
        draft.Filters.Add(new(way, meaning.Table, meaning.Column, $"{{0}}.{SqlText.Name(meaning.Column!.Name)} is {(isNull ? "" : "not ")}null", [], $"{(isNull ? "no" : "a")} {meaning.Column.Label}"));
        return true;
    }

    /// <summary>"without orders", "never rented", "no phone", "not active".</summary>
    private void ReadNegation(int at)
    {
        var term = draft.Next(at, MarkKind.Prep, MarkKind.Ever, MarkKind.Distinct);
        if (draft.KindAt(term) != MarkKind.Term) return;
        if (Marks[term] is { Meanings.Count: 0, Concept: not null } && Sales() is var (sale, way))
        {
            draft.Use(at, term);
            draft.Score += 0.9;
            draft.Filters.Add(new(way, sale, null, null, [], $"no {sale.Plural}", IsNegated: true));
            return;
        }

        var flag = draft.Resolve(term, m => m.Column?.Role == ColumnRole.Boolean && m.Score >= 0.75);
        var table = draft.Resolve(term, m => m.Column is null && m.Table != draft.Root && m.Score >= 0.6);
        var column = draft.Resolve(term, m => m.Column is { Info.IsNullable: true } && m.Score >= 0.6);
        if (flag is { } f) AddFlag(f, isTrue: false, [at, term]);
        else if (table is { Path.FansOut: true } t && !(column is { } c && c.Score > t.Score + 0.1))
        {
            draft.Use(at, term);
            draft.Score += t.Score;
            draft.Filters.Add(new(t.Path, t.Meaning.Table, null, null, [], $"no {t.Meaning.Table.Plural}", IsNegated: true));
        }
        else AddNull(term, isNull: true, [at, term]);
    }

    private (SchemaTable, JoinPath)? Sales()
    {
        var amounts = new Amounts(draft.Schema);
        foreach (var measure in amounts.Sold().Concat(amounts.Revenue()))
            if (draft.Schema.Joins.Find(draft.Root, measure.Table) is { FansOut: true } way) return (measure.Table, way);
        return null;
    }

    private void ReadFlag(int at)
    {
        if (ReadParticiple(at)) return;
        if (draft.Resolve(at, m => m.Column?.Role == ColumnRole.Boolean && m.Score >= 0.7) is { } flag && flag.Meaning.Score >= Marks[at].Meanings[0].Score - 0.1) AddFlag(flag, !IsNegated(at), [at]);
    }

    /// <summary>"discontinued products", "returned rentals": a date that is set says yes.</summary>
    private bool ReadParticiple(int at)
    {
        if (Marks[at].Text.EndsWith("ed", StringComparison.OrdinalIgnoreCase) && !Marks.Any(m => m.Kind == MarkKind.Time) && draft.Resolve(at, m => m.Column is { Role: ColumnRole.Date, Info.IsNullable: true } && m.Score >= 0.7) is { } date
            && (date.Meaning.Table == draft.Root || date.Meaning.Table == draft.Entity) && !Marks[at].Meanings.Any(m => m.Column is null && m.Score > date.Meaning.Score))
        {
            var isSet = !IsNegated(at);
            draft.Use(at);
            draft.Score += date.Score;
            draft.Filters.Add(new(date.Path, date.Meaning.Table, date.Meaning.Column, $"{{0}}.{SqlText.Name(date.Meaning.Column!.Name)} is {(isSet ? "not " : "")}null", [], $"{(isSet ? "a" : "no")} {date.Meaning.Column.Label}"));
            return true;
        }

        return false;
    }

    private void AddFlag((Meaning Meaning, JoinPath Path, double Score) flag, bool isTrue, IReadOnlyList<int> used)
    {
        draft.Use(used);
        draft.Score += flag.Score;
        var name = "{0}." + SqlText.Name(flag.Meaning.Column!.Name);
        if (flag.Meaning.Column.Info.BaseType != "bool") name += " = 1";
        draft.Filters.Add(new(flag.Path, flag.Meaning.Table, flag.Meaning.Column, isTrue ? name : $"not {name}", [], $"{(isTrue ? "" : "not ")}{flag.Meaning.Column.Label}"));
    }
}
