using System.ComponentModel;
using System.Text.Json;
using DataAgent.Agent.Providers;
using DataAgent.Credentials;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Telemetry;
using DataAgent.Usage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace DataAgent.Agent;

/// <summary>What became of an attempt to test a project's model.</summary>
public abstract record ModelTestOutcome
{
    private ModelTestOutcome() { }

    public sealed record Forbidden(string Message) : ModelTestOutcome;

    /// <summary>The project is answered without one; the sentence says so.</summary>
    public sealed record NoModel(string Message) : ModelTestOutcome;

    public sealed record Tested(ModelReport Report) : ModelTestOutcome;
}

/// <summary>Asks a project's model one real question, with one tool, as a run would, and says what it can do.</summary>
/// <remarks>No retries: the first failure is the result.</remarks>
public sealed partial class ModelTest
{
    private const string ToolName = "report_number", Number = "number";
    private const int Asked = 42;

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);
    private static readonly AIFunctionDeclaration _tool = AIFunctionFactory.Create(Report, ToolName, "Takes down a number.").AsDeclarationOnly();
    private static readonly ChatMessage[] _question =
    [
        new(ChatRole.System,
            $"This is a test of the connection. Write one short sentence, then call the tool {ToolName} once, with the number that you are given."),
        new(ChatRole.User, $"The number is {Asked}."),
    ];

    private readonly ModelProviders _providers;
    private readonly IDbContextFactory<PlatformDbContext> _database;
    private readonly TimeProvider _time;
    private readonly ILogger<ModelTest> _logger;

    internal ModelTest(ModelProviders providers, IDbContextFactory<PlatformDbContext> database, TimeProvider time, ILogger<ModelTest> logger) =>
        (_providers, _database, _time, _logger) = (providers, database, time, logger);

    public async Task<ModelTestOutcome> RunAsync(Member admin, QueryDoor door, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return new ModelTestOutcome.Forbidden("Only an admin of the project tests its model.");
        if (_providers.FindRemote(admin.Project) is not { } provider)
            return new ModelTestOutcome.NoModel(
                $"This project is answered by '{admin.Project.LlmProvider}', so there is no model to test. Choose a provider in its settings first.");

        var report = await AskAsync(provider, admin.Project, cancellationToken);
        await using var db = await _database.CreateDbContextAsync(cancellationToken);
        db.AuditEntries.Add(ProjectAudit.Entry(
            "model.test", admin.UserId, admin.Project.Id, door, _time.GetUtcNow(), $"{report.Provider}, {report.Model}: {report.Failure ?? report.ToolCall}"));
        db.ModelCalls.Add(Call(admin, report));
        await db.SaveChangesAsync(cancellationToken);
        return new ModelTestOutcome.Tested(report);
    }

    private ModelCall Call(Member admin, ModelReport report)
    {
        var now = _time.GetUtcNow();
        var call = new ModelCall
        {
            Id = Guid.CreateVersion7(now),
            At = now,
            ProjectId = admin.Project.Id,
            UserId = admin.UserId,
            Purpose = CallPurpose.Test,
            Provider = report.Provider,
            Model = report.Model,
            Milliseconds = report.Milliseconds,
            FirstTokenMilliseconds = report.FirstTokenMilliseconds,
            Failure = report.Failure,
        };
        call.Count(report.Tokens);
        return call;
    }

    private async Task<ModelReport> AskAsync(IRemoteProvider provider, Project project, CancellationToken cancellationToken)
    {
        var report = new ModelReport(provider.Name, provider.ModelOf(project));
        var started = _time.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_limit);
        try
        {
            var model = provider.Connect(project).Watched();
            report = report with
            {
                Address = model.Endpoint?.Address?.Authority,
                Key = model.Endpoint?.KeyOwner.ToString().ToLowerInvariant(),
                MaxOutputTokens = model.MaxOutputTokens,
            };
            using (model.Client)
                report = await AskAsync(model, report, started, limit.Token);
        }
        catch (ModelFailureException e)
        {
            LogFailed(_logger, report.Model, e);
            report = report with { Failure = e.Message, RetryAfterSeconds = e.RetryAfter?.TotalSeconds };
        }
        catch (CredentialException e)
        {
            report = report with { Failure = e.Message };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            report = report with { Failure = $"The provider took too long: it had not finished after {_limit.TotalSeconds:0} seconds." };
        }

        return report with { Milliseconds = Since(started) };
    }

    private async Task<ModelReport> AskAsync(ModelChoice model, ModelReport report, long started, CancellationToken cancellationToken)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in model.Client.GetStreamingResponseAsync(_question, Request(model), cancellationToken))
        {
            updates.Add(update);
            if (update.Contents.Any(IsSign))
                report = report with { Pieces = report.Pieces + 1, FirstTokenMilliseconds = report.FirstTokenMilliseconds ?? Since(started) };
        }

        var response = updates.ToChatResponse();
        if (response.FinishReason is null)
            throw ModelFailureException.Passing("The provider's answer broke off.");
        var (called, words) = Judge([.. response.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>()]);
        return report with
        {
            Answered = true,
            CalledTool = called,
            ToolCall = words,
            StopReason = response.FinishReason?.Value,
            Tokens = response.Usage is { } usage ? ChatMapping.ToUsage(usage) : null,
            Limits = model.LastResponse?.Limits ?? report.Limits,
        };
    }

    private static ChatOptions Request(ModelChoice model) => new()
    {
        ModelId = model.Model,
        MaxOutputTokens = model.MaxOutputTokens,
        Reasoning = model.Reasoning,
        Tools = [_tool],
        ToolMode = ChatToolMode.Auto,
    };

    private static bool IsSign(AIContent content) => content switch
    {
        TextReasoningContent { Text.Length: > 0 } or TextContent { Text.Length: > 0 } or ToolCallDelta => true,
        _ => false,
    };

    private static (bool Called, string Words) Judge(IReadOnlyList<FunctionCallContent> calls) => calls switch
    {
        [] => (false, "It called no tool, so it could not look into the database. Choose a model that calls tools."),
        [{ Exception: not null }, ..] => (false, "It called the tool with arguments that are no JSON. Choose a model that calls tools well."),
        [{ Name: ToolName, Arguments: { } arguments }] when Fits(arguments) => (true, "It called the tool with what was asked."),
        _ => (false, "It called the tool, but not with what was asked. Choose a model that calls tools well."),
    };

    private static bool Fits(IDictionary<string, object?> arguments) =>
        arguments.TryGetValue(Number, out var value) && value is JsonElement number && number.ToString() == $"{Asked}";

    private static int Report([Description("The number.")] int number) => number;

    private long Since(long started) => (long)_time.GetElapsedTime(started).TotalMilliseconds;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The test of model {Model} failed")]
    private static partial void LogFailed(ILogger logger, string model, Exception exception);
}

/// <summary>What one call to a model showed.</summary>
public sealed record ModelReport(string Provider, string Model)
{
    /// <summary>Host and port that were set; null: the provider's own.</summary>
    public string? Address { get; init; }

    /// <summary>Whose key was sent: platform, project or nobody.</summary>
    public string? Key { get; init; }

    /// <summary>It can answer questions about data.</summary>
    public bool Works => Failure is null && Answered && CalledTool;

    /// <summary>Our sentence with the next step; null: the call went well.</summary>
    public string? Failure { get; init; }

    public double? RetryAfterSeconds { get; init; }
    public bool Answered { get; init; }
    public bool CalledTool { get; init; }

    /// <summary>What is to say of the tool call.</summary>
    public string? ToolCall { get; init; }

    /// <summary>The answer came in more than one piece.</summary>
    public bool Streamed => Pieces > 1;

    public int Pieces { get; init; }

    /// <summary>With what was read from and written to the provider's cache; null: the server counts none.</summary>
    public TokenUsage? Tokens { get; init; }

    public string? StopReason { get; init; }
    public int? MaxOutputTokens { get; init; }

    /// <summary>What the provider said of its rate limits, by the names of its headers.</summary>
    public IReadOnlyDictionary<string, string> Limits { get; init; } = new Dictionary<string, string>();

    public long? FirstTokenMilliseconds { get; init; }
    public long Milliseconds { get; init; }
}
