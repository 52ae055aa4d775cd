using System.CommandLine;
using System.Diagnostics;
using DataAgent.Queries;
using DataAgent.Tokens;

namespace DataAgent.Cli.Tokens;

/// <summary>API tokens of the person that commands act as.</summary>
internal static class TokenCommands
{
    public static Command Create(CommandBuilder commands) => new("token", "API tokens: with one, a program does over HTTP what you may.")
    {
        Add(commands), List(commands), Revoke(commands),
    };

    private static Command Add(CommandBuilder commands)
    {
        var name = new Option<string>("--name") { Description = "What you call it; the audit log does too.", HelpName = "text", Required = true };
        var scopes = new Option<string[]>("--scope")
        {
            Description = "What it may be used for; may be repeated.",
            HelpName = string.Join('|', TokenScopes.Words),
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        scopes.AcceptOnlyFromAmong([.. TokenScopes.Words]);
        var days = new Option<int>("--days")
        {
            Description = "How long it is good, up to 365.",
            HelpName = "number",
            DefaultValueFactory = _ => TokenDraft.UsualDays
        };
        var project = new Option<string?>("--project-slug", "-p", "--project") { Description = "For this project alone.", HelpName = "slug" };
        return commands.Create("add", "Make a token. It is printed this once.", async (run, cancellationToken) =>
        {
            var user = await run.GetUserAsync(cancellationToken);
            var draft = new TokenDraft(run.Value(name), run.Value(scopes), run.Value(days), run.Find(project));
            return await run.Get<ApiTokens>().AddAsync(user.Id, draft, QueryDoor.CommandLine, cancellationToken) switch
            {
                TokenOutcome.Made(var token, var secret) => Show(run, token, secret),
                TokenOutcome.Invalid invalid => run.Refuse(invalid.Errors),
                _ => throw new UnreachableException(),
            };
        }, name, scopes, days, project);
    }

    /// <remarks>On standard output stands the token alone, for a script to take.</remarks>
    private static int Show(CliRun run, TokenLine token, string secret)
    {
        run.Report.One(
            new { token.Id, token.Name, scopes = token.Scopes.Select(TokenScopes.Word), token.Project, token.ExpiresAt, token = secret },
            output => output.WriteLine(secret));
        return CommandLine.Ok;
    }

    private static Command List(CommandBuilder commands) => commands.Create("list", "List your tokens.", async (run, cancellationToken) =>
    {
        var user = await run.GetUserAsync(cancellationToken);
        run.Report.List("tokens", await run.Get<ApiTokens>().ListAsync(user.Id, cancellationToken),
            ("ID", t => t.Id), ("NAME", t => t.Name), ("SCOPES", t => t.Scopes.Select(TokenScopes.Word)), ("PROJECT", t => t.Project),
            ("UNTIL", t => t.ExpiresAt), ("LAST USED", t => t.LastUsedAt));
        return CommandLine.Ok;
    });

    private static Command Revoke(CommandBuilder commands)
    {
        var id = new Argument<Guid>("id") { Description = "Its id, from: dataagent token list" };
        return commands.Create("revoke", "Make one of your tokens void, at once and for good.", async (run, cancellationToken) =>
        {
            var user = await run.GetUserAsync(cancellationToken);
            if (!await run.Get<ApiTokens>().RevokeAsync(user.Id, run.Value(id), QueryDoor.CommandLine, cancellationToken))
                return run.Refuse("You have no such token. List them with: dataagent token list");
            run.Report.One(new { status = "revoked", id = run.Value(id) }, output => output.WriteLine("Revoked."));
            return CommandLine.Ok;
        }, id);
    }
}
