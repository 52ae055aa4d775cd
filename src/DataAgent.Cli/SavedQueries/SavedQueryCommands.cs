using System.CommandLine;
using DataAgent.Cli.Output;
using DataAgent.Cli.Queries;
using DataAgent.Queries;
using DataAgent.SavedQueries;

namespace DataAgent.Cli.SavedQueries;

/// <summary>Queries kept under a name. They are found by id, or by a name that only one of them has.</summary>
internal static class SavedQueryCommands
{
    public static Command Create(CommandBuilder commands) => new("saved-query", "Queries kept under a name.")
    {
        List(commands), Show(commands), Save(commands), Run(commands), Remove(commands),
    };

    private static Command List(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        return commands.Create("list", "Your saved queries and the shared ones.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            if (await run.Get<SavedQueryStore>().ListAsync(member, cancellationToken) is not SavedQueryOutcome.Listed listed)
                return run.Refuse("Saved queries need the role analyst or admin. Ask the question in words, or ask a project admin for the role.");
            run.Report.List("saved_queries", listed.Queries,
                ("Id", q => q.Id), ("Name", q => q.Name), ("Parameters", q => q.Parameters.Select(p => p.Name)), ("Shared", q => q.IsShared),
                ("Version", q => q.Version), ("Fits the schema", q => q.Refusal ?? "yes"));
            return CommandLine.Ok;
        }, slug);
    }

    private static Command Show(CommandBuilder commands)
    {
        var (slug, which) = (CommandBuilder.Project(), Which());
        return commands.Create("show", "One saved query with its SQL.", async (run, cancellationToken) =>
        {
            var (_, found) = await SavedQueryLookup.FindAsync(run, slug, which, cancellationToken);
            run.Report.Fields(found, ("Id", found.Id), ("Name", found.Name), ("Description", found.Description), ("Parameters", Words(found)),
                ("Shared", found.IsShared), ("Version", found.Version), ("Fits the schema", found.Refusal ?? "yes"), ("SQL", found.Sql));
            return CommandLine.Ok;
        }, slug, which);
    }

    private static Command Save(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var name = new Option<string>("--name") { Description = "What it is called.", HelpName = "text", Required = true };
        var sql = new Option<string>("--sql") { Description = "One SELECT, with :name where a value goes; - reads it from standard input.", HelpName = "text", Required = true };
        var description = new Option<string?>("--description") { Description = "What it answers.", HelpName = "text" };
        var parameters = new Option<string[]>("--parameter") { Description = "A parameter as name:type, the type being text, integer, number, date or boolean; again for each.", HelpName = "name:type" };
        var shared = new Option<bool>("--shared") { Description = "Show it to the project's other analysts and admins." };
        return commands.Create("save", "Keep a query under a name; a query of yours with that name gets a new version.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var draft = new SavedQueryDraft(run.Value(name), await run.ReadAsync(run.Value(sql), whole: true, cancellationToken) ?? "")
            {
                Description = run.Find(description) ?? "",
                Parameters = [.. (run.Find(parameters) ?? []).Select(Parameter)],
                IsShared = run.Find(shared),
            };
            var store = run.Get<SavedQueryStore>();
            var before = (await store.ListAsync(member, cancellationToken) as SavedQueryOutcome.Listed)?.Queries.Where(q => q.IsMine && q.Name == draft.Name.Trim()).ToList() ?? [];
            var outcome = before is [var one]
                ? await store.EditAsync(member, one.Id, one.Version, draft, QueryDoor.CommandLine, cancellationToken)
                : await store.AddAsync(member, draft, QueryDoor.CommandLine, cancellationToken);
            if (outcome is not SavedQueryOutcome.Found found)
                return SavedQueryLookup.Refuse(run, outcome);
            run.Report.One(found.Query, output => output.WriteLine($"Saved {found.Query.Name}, version {found.Query.Version}: {found.Query.Id}"));
            return CommandLine.Ok;
        }, slug, name, sql, description, parameters, shared);
    }

    private static Command Run(CommandBuilder commands)
    {
        var (slug, which) = (CommandBuilder.Project(), Which());
        var values = new Option<string[]>("--set") { Description = "A parameter's value as name=value; again for each.", HelpName = "name=value" };
        return commands.Create("run", "Run a saved query with values for its parameters.", async (run, cancellationToken) =>
        {
            var (member, found) = await SavedQueryLookup.FindAsync(run, slug, which, cancellationToken);
            var outcome = await run.Get<SavedQueryStore>().RunAsync(member, found.Id, Values(run.Find(values) ?? []), cancellationToken);
            if (outcome is not SavedQueryOutcome.Ran { Query: var query })
                return SavedQueryLookup.Refuse(run, outcome);
            if (query is not QueryOutcome.Ran ran)
            {
                QueryCommand.Explain(run, query, asJson: run.Report.Form != OutputForm.Text);
                return CommandLine.Failed;
            }

            run.Report.One(ResultOutput.Json(ran.ResultId, ran.Table), output => ResultOutput.Write(output, ran.Table, int.MaxValue));
            return CommandLine.Ok;
        }, slug, which, values);
    }

    private static Command Remove(CommandBuilder commands)
    {
        var (slug, which) = (CommandBuilder.Project(), Which());
        return commands.Create("remove", "Remove a saved query with its history.", async (run, cancellationToken) =>
        {
            var (member, found) = await SavedQueryLookup.FindAsync(run, slug, which, cancellationToken);
            var outcome = await run.Get<SavedQueryStore>().RemoveAsync(member, found.Id, QueryDoor.CommandLine, cancellationToken);
            if (outcome is not SavedQueryOutcome.Removed)
                return SavedQueryLookup.Refuse(run, outcome);
            run.Report.One(new { removed = found.Id }, output => output.WriteLine($"Removed {found.Name}."));
            return CommandLine.Ok;
        }, slug, which);
    }

    private static Argument<string> Which() => new("query") { Description = "Its id or its name." };

    private static IEnumerable<string> Words(SavedQueryView query) => query.Parameters.Select(p => $"{p.Name}:{p.Type.ToString().ToLowerInvariant()}");

    private static QueryParameter Parameter(string text) => text.Split(':') is [var name, var type] && QueryParameter.Find(name, type) is { } parameter
        ? parameter
        : throw new WrongUsageException($"--parameter {text}: write name:type, the type being text, integer, number, date or boolean.");

    private static Dictionary<string, string?> Values(string[] pairs)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || !values.TryAdd(pair[..at], pair[(at + 1)..]))
                throw new WrongUsageException($"--set {pair}: write name=value, each name once.");
        }

        return values;
    }
}
