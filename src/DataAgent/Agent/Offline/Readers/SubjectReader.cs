using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Readers;

/// <summary>Gives the remaining schema words their part: what is listed, what is shown of it, what must exist.</summary>
internal sealed class SubjectReader(Draft draft)
{
    private readonly GroupReader _groups = new(draft, perEntity: false);

    private IReadOnlyList<Mark> Marks => draft.Marks;

    private bool IsRanked => draft.OrderByMeasure || draft.Having.Count > 0;

    public void Read()
    {
        for (var i = 0; i < Marks.Count; i++)
        {
            if (Marks[i].Kind == MarkKind.Distinct) draft.Use(i);
            if (draft.IsUsed(i) || Marks[i].Kind != MarkKind.Term) continue;
            if (Marks[i].Meanings.Count == 0) ReadConcept(i);
            else if (draft.Measures.Count > 0) ReadBesideMeasure(i);
            else ReadOfRows(i);
        }
    }

    /// <summary>"best selling … sold": an amount that is measured or ordered by already.</summary>
    private void ReadConcept(int at)
    {
        var isSaid = draft.Order is not null || draft.Measures.Any(m => m.Label is Amounts.RevenueLabel or Amounts.SoldLabel);
        if (Marks[at].Concept is not null && isSaid) draft.Use(at);
    }

    private void ReadBesideMeasure(int at)
    {
        var mark = Marks[at];
        if (MeansTable(at, draft.Root) || MeasuresColumnOf(mark)) draft.Take(mark.BestScore, at);
        else if (SplitsFigures(at) && _groups.ResolveGroup(at) is var (group, score))
        {
            draft.Groups.Add(EntityGroup(at) ?? group);
            draft.Take(score, at);
        }
        else if (IsOnWayOfFilter(at) || IsOnWayOfGroup(at)) draft.Take(Weights.SaidAgain, at);
        else if (draft.Resolve(at, IsLikelyTable) is { } table) ReadMustExist(at, table);
    }

    /// <summary>"track length in milliseconds": the same column once more.</summary>
    private bool MeasuresColumnOf(Mark mark) =>
        draft.Measures.Any(m => m.Column is not null
            && mark.Meanings.Any(x => x.Column == m.Column && x.Score >= mark.BestScore - Weights.SameColumnSlack));

    /// <summary>"which customers spent most", "list genres with the number of tracks": the first noun is what the figures are of.</summary>
    private bool SplitsFigures(int at)
    {
        var isFirst = Enumerable.Range(0, at).All(i => draft.IsUsed(i) || Marks[i].Kind != MarkKind.Term);
        if (!isFirst || draft.Groups.Any(g => g.Grain is null)) return false;
        return IsRanked && draft.Groups.Count == 0 || IsListedBeforeMeasure(at);
    }

    private bool IsListedBeforeMeasure(int at) =>
        !Marks.Take(at).Any(m => m.Kind is MarkKind.Count or MarkKind.Aggregate)
        && Marks.Any(m => m.Kind == MarkKind.List
            && (m.Argument == "which" || m.Lower.Split(' ')[0] is "list" or "show"));

    /// <summary>The thing the question is about is reached by the shortest way, whatever is named beside it.</summary>
    private Group? EntityGroup(int at) =>
        draft.Entity is { } entity && MeansTable(at, entity) && draft.Schema.Joins.Find(draft.Root, entity) is { } way
            ? new(way, entity, null, null, entity.Label)
            : null;

    /// <summary>"orders with reviews" must have some; "tracks of albums" says nothing when every track has an album.</summary>
    private void ReadMustExist(int at, Resolved table)
    {
        var isEntity = draft.Entity is { } entity && MeansTable(at, entity);
        if (table.Path.FansOut || table.Path.Links.Any(l => l.Reference.Info.IsNullable))
            draft.Filters.Add(Filter.Exists(table.Path, table.Meaning.Table));
        else if (table.Score < Weights.LeastForNothingToAdd || IsRanked && isEntity) return;
        draft.Take(table.Score - Weights.MustExist, at);
    }

    private void ReadOfRows(int at)
    {
        if (MeansTable(at, draft.Root))
        {
            draft.Take(Marks[at].Meanings.First(m => m.Column is null && m.Table == draft.Root).Score, at);
            return;
        }

        var column = draft.Resolve(at, m => m is { Column.Role: not ColumnRole.Key, Score: >= Weights.Plausible });
        var table = draft.Resolve(at, IsLikelyTable);
        var isTable = column is not { Path.FansOut: false } || table is not null && table.Score > column.Score + Weights.TableOverColumn;
        if (!isTable) ShowColumn(at, column!);
        else if (IsOnWayOfFilter(at)) draft.Take(Weights.OnTheWay, at);
        else if (table is not null) ShowTable(at, table);
    }

    /// <summary>"names and emails of customers"; with "with" the column must also hold something.</summary>
    private void ShowColumn(int at, Resolved found)
    {
        var column = found.Meaning.Column!;
        var before = draft.Previous(at);
        if (column.Info.IsNullable && before >= 0 && Marks[before].Lower is "with" or "having")
            draft.Filters.Add(Filter.IsNotNull(found.Path, column));
        var isName = Stems.Singular(Marks[at].Text) == "name" && column.Table.NameColumns.Contains(column);
        Show(isName ? column.Table.NameColumns : [column], found.Path);
        draft.Take(found.Score, at);
    }

    /// <summary>"orders and their customers" shows the customer's name; "customers with orders" must have some.</summary>
    private void ShowTable(int at, Resolved found)
    {
        var table = found.Meaning.Table;
        if (found.Path.FansOut) draft.Filters.Add(Filter.Exists(found.Path, table));
        else if (table.NameColumns.Count == 0) return;
        else Show(table.NameColumns, found.Path);
        draft.Take(found.Score - Weights.ShownTable, at);
    }

    private void Show(IEnumerable<SchemaColumn> columns, JoinPath path) =>
        draft.Columns.AddRange(columns.Select(c => new ColumnAt(c, path)));

    private static bool IsLikelyTable(Meaning meaning) => meaning is { Column: null, Score: >= Weights.Plausible };

    /// <summary>"revenue from customers in Brazil": the filter took the way through it.</summary>
    private bool IsOnWayOfFilter(int at) => draft.Filters.Any(f => f.Path.Links.Any(l => MeansTable(at, l.To)));

    private bool IsOnWayOfGroup(int at) => draft.Groups.Any(g => MeansTable(at, g.Table) || g.Path.Links.Any(l => MeansTable(at, l.To)));

    private bool MeansTable(int at, SchemaTable table) => Marks[at].Means(table, Weights.SameTableSlack);
}
