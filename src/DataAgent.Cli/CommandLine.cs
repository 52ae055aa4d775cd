using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using DataAgent.Cli.Agent;
using DataAgent.Cli.Audit;
using DataAgent.Cli.Configuration;
using DataAgent.Cli.Conversations;
using DataAgent.Cli.Credentials;
using DataAgent.Cli.Data;
using DataAgent.Cli.Dictionary;
using DataAgent.Cli.Evals;
using DataAgent.Cli.Feedback;
using DataAgent.Cli.Guide;
using DataAgent.Cli.Members;
using DataAgent.Cli.Operations;
using DataAgent.Cli.Projects;
using DataAgent.Cli.Queries;
using DataAgent.Cli.SavedQueries;
using DataAgent.Cli.SqlGuard;
using DataAgent.Cli.Tokens;
using DataAgent.Cli.Usage;
using DataAgent.Cli.Users;
using DataAgent.Cli.Visualizations;

namespace DataAgent.Cli;

/// <summary>Starts what commands work on. Called only by those that need it.</summary>
internal delegate Task<CliHost> CliStart(TextWriter error, CancellationToken cancellationToken);

/// <summary>All commands, and what they share: who asks, the form of the output, exit codes.</summary>
internal static class CommandLine
{
    public const int Ok = 0, Failed = 1, WrongUsage = 2;

    // Ctrl+C stops the run in the database too; then it may still take a moment to write down how it ended.
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(string[] args, CliStreams streams, CliStart start, CancellationToken cancellationToken)
    {
        // No response files: a question may well begin with an @.
        var parsed = Build(streams, start).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        var configuration = new InvocationConfiguration
        {
            // Standard output is for results; what was wrong is told on the other one.
            Output = parsed.Errors.Count > 0 ? streams.Error : streams.Output,
            Error = streams.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeToStop,
        };
        if (parsed.Action is ParseErrorAction wrong)
            wrong.ShowHelp = false;
        var code = await parsed.InvokeAsync(configuration, cancellationToken);
        await streams.Output.FlushAsync(CancellationToken.None);
        return parsed.Errors.Count > 0 ? WrongUsage : code;
    }

    internal static RootCommand Build(CliStreams streams, CliStart start)
    {
        var commands = new CommandBuilder(streams, start);
        var root = new RootCommand("Ask databases in plain language, and look after the platform. Every command takes --json (one object) or --jsonl (one a line).")
        {
            CommandBuilder.As, CommandBuilder.Json, CommandBuilder.JsonLines,
            ServeCommand.Create(streams),
            AskCommand.Create(commands),
            QueryCommand.Create(commands),
            new Command("guard", "The gate in front of every query.") { GuardCheckCommand.Create(streams) },
            new Command("dictionary", "What a project's schema holds.")
            {
                GenerateDictionaryCommand.Create(commands), ShowDictionaryCommand.Create(commands), NoteCommands.Create(commands), HintCommands.Create(commands),
            },
            new Command("project", "Projects: a database, its limits and its model.")
            {
                AddProjectCommand.Create(commands), ListProjectsCommand.Create(commands), ShowProjectCommand.Create(commands),
                EditProjectCommand.Create(commands), AcceptRoleCommand.Create(commands), ArchiveCommands.Archive(commands),
                ArchiveCommands.List(commands), ArchiveCommands.Restore(commands), ArchiveCommands.Delete(commands),
            },
            new Command("model", "The models that answer.") { TestModelCommand.Create(commands) },
            new Command("prompt", "What a project's model is sent.") { ShowPromptCommand.Create(commands) },
            new Command("user", "People who may sign in.")
            {
                AddUserCommand.Create(commands), ListUsersCommand.Create(commands), DisableUserCommand.Create(commands), EnableUserCommand.Create(commands),
                PromoteUserCommand.Create(commands), DemoteUserCommand.Create(commands), SignOutUserCommand.Create(commands),
                SignInLinkCommand.Create(commands), SetPasswordCommand.Create(commands), ResetLinkCommand.Create(commands),
                PasskeyCommands.List(commands), PasskeyCommands.Remove(commands),
            },
            TokenCommands.Create(commands),
            new Command("member", "People in a project, and their roles.")
            {
                AddMemberCommand.Create(commands), ListMembersCommand.Create(commands), RemoveMemberCommand.Create(commands), ChangeRoleCommand.Create(commands),
                InviteCommand.Create(commands), ListInvitationsCommand.Create(commands), ResendInvitationCommand.Create(commands),
                RevokeInvitationCommand.Create(commands),
            },
            new Command("role", "The database role that a project reads with.") { SetUpRoleCommand.Create(commands) },
            DoctorCommand.Create(commands),
            new Command("chart", "Charts of answers and of results.") { SaveChartCommand.Create(commands), DrawChartCommand.Create(commands) },
            new Command("conversation", "Questions asked before.")
            {
                ListConversationsCommand.Create(commands), ShowConversationCommand.Create(commands), SwitchVersionCommand.Create(commands),
                RenameConversationCommand.Create(commands), RemoveConversationCommand.Create(commands),
                PinConversationCommands.Pin(commands), PinConversationCommands.Unpin(commands),
            },
            FeedbackCommands.Create(commands),
            SavedQueryCommands.Create(commands),
            new Command("eval", "Questions with known answers.") { RunEvalCommand.Create(commands) },
            UsageCommand.Create(commands),
            new Command("audit", "Who did what.") { ListAuditCommand.Create(commands) },
            KeyCommands.Create(commands),
            StatusCommand.Create(commands),
            ConfigCommands.Create(streams),
            HealthCommand.Create(streams),
            DatabaseCommands.Create(streams),
            MigrateCommand.Create(commands),
            GuideCommand.Create(streams),
        };
        PointToGuide(root);
        return root;
    }

    /// <summary>The help of the program, not that of its commands, ends with where to read more.</summary>
    private static void PointToGuide(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithPointer((HelpAction)help.Action!, root);
    }

    private sealed class HelpWithPointer(HelpAction help, RootCommand root) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => help.ClearsParseErrors;

        public override int Invoke(ParseResult parseResult)
        {
            var code = help.Invoke(parseResult);
            if (parseResult.CommandResult.Command == root)
                parseResult.InvocationConfiguration.Output.WriteLine(GuideCommand.Pointer);
            return code;
        }
    }
}
