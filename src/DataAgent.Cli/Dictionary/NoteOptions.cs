using System.CommandLine;
using DataAgent.Dictionary.Notes;

namespace DataAgent.Cli.Dictionary;

/// <summary>What commands on notes and hints share.</summary>
internal static class NoteOptions
{
    public static Option<string> Table() => new("--table", "-t") { Description = "The table or view, without its schema.", HelpName = "name", Required = true };

    public static Option<string?> Column() => new("--column", "-c") { Description = "One of its columns; without it, the table itself.", HelpName = "name" };

    public static Option<string> End(string name, string description) => new(name) { Description = description, HelpName = "table.column", Required = true };

    /// <summary>Parts table and column at the last dot, for a dot is rare in a column's name.</summary>
    /// <exception cref="WrongUsageException">There is no dot, or nothing on one side of it.</exception>
    public static JoinHint Parse(string from, string to)
    {
        var ((fromTable, fromColumn), (toTable, toColumn)) = (Part(from), Part(to));
        return new JoinHint(fromTable, fromColumn, toTable, toColumn);
    }

    public static int Finish(CliRun run, NoteOutcome outcome, string what)
    {
        switch (outcome)
        {
            case NoteOutcome.Saved saved:
                run.Report.One(new { saved.Version }, output => output.WriteLine(what));
                return CommandLine.Ok;
            case NoteOutcome.Invalid invalid:
                return run.Refuse(invalid.Errors);
            case NoteOutcome.Forbidden forbidden:
                return run.Refuse(forbidden.Message);
            case NoteOutcome.Conflict conflict:
                return run.Refuse(conflict.Message);
            case NoteOutcome.NotFound notFound:
                return run.Refuse(notFound.Message);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static (string Table, string Column) Part(string end)
    {
        var dot = end.LastIndexOf('.');
        return dot > 0 && dot < end.Length - 1
            ? (end[..dot].Trim(), end[(dot + 1)..].Trim())
            : throw new WrongUsageException($"\"{end}\" is no column. Write it as table.column.");
    }
}
