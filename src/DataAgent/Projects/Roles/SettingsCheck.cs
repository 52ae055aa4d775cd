using DataAgent.Dictionary;
using DataAgent.Dictionary.Notes;
using DataAgent.Queries;
using Npgsql;

namespace DataAgent.Projects.Roles;

/// <summary>Compares what a project's settings open with what the database has: functions of its own, and extensions.</summary>
internal static class SettingsCheck
{
    public static async Task<IReadOnlyList<RoleAttempt>> RunAsync(NpgsqlConnection connection, Project project, CancellationToken cancellationToken)
    {
        if (project.AllowedFunctions.Count == 0 && project.AllowedExtensions.Count == 0)
            return [];
        var names = await SchemaNames.ReadAsync(connection, SchemaScope.Of(project, SampleSwitches.AllOn), cancellationToken);
        return
        [
            .. project.AllowedFunctions.Count > 0 ? [Functions(project, names)] : (RoleAttempt[])[],
            .. project.AllowedExtensions.Count > 0 ? [Extensions(project, names)] : (RoleAttempt[])[],
        ];
    }

    private static RoleAttempt Functions(Project project, SchemaNames names)
    {
        var index = new SignatureIndex(names.Functions, names.Operators, names.Extensions);
        var open = OpenNames.Of(project.AllowedFunctions, project.DbSchema, index);
        List<string> remarks = [.. open.Closed.Values];
        foreach (var listed in project.AllowedFunctions.Select(AllowedFunction.Find).OfType<AllowedFunction>().GroupBy(f => f.Name))
        {
            var found = index.Of(listed.First());
            if (open.Closed.ContainsKey(listed.Key))
                remarks.AddRange(OpenNames.Unlisted([.. listed], project.DbSchema, found).Select(one => $"Not listed: {one}."));
            // The transaction is read-only for both, but the first reads what the role may not, and the second can act on the server.
            remarks.AddRange(found.Where(one => one.IsDefiner)
                .Select(one => $"{one} is SECURITY DEFINER: it reads with its owner's rights, beyond the role's. Read its body."));
            remarks.AddRange(found.Where(one => one.IsVolatile)
                .Select(one => $"{one} is VOLATILE, as a function is that acts. Declare it STABLE if it only reads."));
        }

        return remarks.Count == 0
            ? new("allowed_functions", true, false, "Each allowed function is there, and all that share its name are allowed.")
            : new("allowed_functions", false, false, string.Join(" ", remarks));
    }

    private static RoleAttempt Extensions(Project project, SchemaNames names)
    {
        List<string> remarks = [];
        foreach (var name in project.AllowedExtensions)
        {
            var installed = names.Extensions.FirstOrDefault(e => e.Name == name);
            if (installed is null)
                remarks.Add($"The database has no extension {name}. Run: CREATE EXTENSION {PgQuote.Name(name)}, or switch it off.");
            else if (!installed.IsUsable)
                remarks.Add($"The role may not use the schema of {name}. Run: GRANT USAGE ON SCHEMA {PgQuote.Name(installed.Schema)} TO the role.");
        }

        return remarks.Count == 0
            ? new("allowed_extensions", true, false, "Each extension that is switched on is there and can be used.")
            : new("allowed_extensions", false, false, string.Join(" ", remarks));
    }
}
