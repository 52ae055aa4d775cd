using System.CommandLine;
using DataAgent.Cli.Output;
using DataAgent.Projects;
using DataAgent.Users;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Cli;

/// <summary>One command at work: what was typed, the platform's services, and the person it acts as.</summary>
internal sealed record CliRun(ParseResult Parsed, CliHost Host, Report Report, CliStreams Streams)
{
    public T Get<T>() where T : notnull => Host.Services.GetRequiredService<T>();

    public T Value<T>(Option<T> option) => Parsed.GetRequiredValue(option);

    public T Value<T>(Argument<T> argument) => Parsed.GetRequiredValue(argument);

    /// <summary>What was not typed is null, or the option's own default.</summary>
    public T? Find<T>(Option<T> option) => Parsed.GetValue(option);

    public string Email => Parsed.GetRequiredValue(CommandBuilder.As);

    /// <exception cref="CommandFailedException">There is no such person, or they are disabled.</exception>
    public async Task<User> GetUserAsync(CancellationToken cancellationToken)
    {
        var users = Get<UserDirectory>();
        var user = UserDirectory.Normalize(Email) == UserDirectory.LocalAdministrator
            ? await users.EnsureLocalAdministratorAsync(cancellationToken)
            : await users.FindByEmailAsync(Email, cancellationToken);
        return user is { DisabledAt: null } ? user : throw new CommandFailedException($"There is no active user '{Email}'. List users with: dataagent user list");
    }

    /// <exception cref="CommandFailedException">There is no such project, or the person is no member.</exception>
    public async Task<Member> GetMemberAsync(string slug, CancellationToken cancellationToken)
    {
        var user = await GetUserAsync(cancellationToken);
        return await Get<ProjectAccess>().FindMemberAsync(user.Id, slug, cancellationToken)
            ?? throw new CommandFailedException($"There is no project '{slug}' that {user.Email} is a member of. List them with: dataagent project list");
    }

    public int Refuse(string message)
    {
        Streams.Error.WriteLine(message);
        return CommandLine.Failed;
    }

    public int Refuse(IEnumerable<FieldError> errors)
    {
        foreach (var error in errors)
            Streams.Error.WriteLine($"{error.Field}: {error.Message}");
        return CommandLine.Failed;
    }

    /// <summary>A secret or a long text: "-" means the first line, or all, of standard input, so that it shows in no list of processes.</summary>
    public async Task<string?> ReadAsync(string? value, bool whole, CancellationToken cancellationToken) =>
        value != "-" ? value : whole ? await Streams.Input.ReadToEndAsync(cancellationToken) : await Streams.Input.ReadLineAsync(cancellationToken);
}
