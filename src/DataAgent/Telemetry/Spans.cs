using System.Diagnostics;
using DataAgent.Agent;
using DataAgent.Agent.Providers;
using DataAgent.Audit;
using DataAgent.Conversations;
using DataAgent.Projects;
using Microsoft.Extensions.AI;

namespace DataAgent.Telemetry;

/// <summary>
/// What the product tells OpenTelemetry: a span for each run, step, call of a model, tool and query, by the names of its conventions for
/// generative AI (<c>gen_ai.*</c>) and databases (<c>db.*</c>).
/// </summary>
/// <remarks>They hold ids, names, counts and outcomes. No question, SQL, row, prompt or answer ever enters one.</remarks>
public static class Spans
{
    /// <summary>The source to listen to, for spans and for the meters of model calls. SDKs have sources of their own, which would count tokens twice.</summary>
    public const string Source = "DataAgent";

    private const string Operation = "gen_ai.operation.name", Conversation = "gen_ai.conversation.id", Error = "error.type";

    private static readonly ActivitySource _source = new(Source);

    /// <summary>A run has a trace of its own, tied to the request that asked: it may outlive that, and go on in another process.</summary>
    internal static Activity? Run(RunLease lease, Member? member, bool isResumed)
    {
        ActivityLink[] asked = Activity.Current is { } request ? [new ActivityLink(request.Context)] : [];
        Activity.Current = null;
        return _source.StartActivity("invoke_agent data-agent", ActivityKind.Internal, parentContext: default, links: asked)
            ?.SetTag(Operation, "invoke_agent").SetTag("gen_ai.agent.name", "data-agent").SetTag(Conversation, lease.ConversationId)
            .SetTag("dataagent.run.id", lease.RunId).SetTag("dataagent.run.epoch", lease.Epoch).SetTag("dataagent.run.resumed", isResumed)
            .SetTag("dataagent.project", member?.Project.Slug);
    }

    /// <summary>Which model the current run asks, and with which version of the base prompt.</summary>
    internal static void TellPrompt(string model, string version) =>
        Activity.Current?.SetTag("gen_ai.request.model", model).SetTag("dataagent.prompt.version", version);

    /// <param name="end">Null: the run goes on elsewhere.</param>
    internal static void End(this Activity? run, RunEnd? end)
    {
        run?.SetTag("dataagent.run.status", Meters.StatusOf(end?.Status));
        if (end?.Status is RunStatus.Failed)
            run.Fail("run_failed");
    }

    internal static Activity? Step(int step) => _source.StartActivity($"step {step}")?.SetTag("dataagent.step", step);

    internal static Activity? Tool(CallPart call, RunLease lease) => _source.StartActivity($"execute_tool {call.Tool}")
        ?.SetTag(Operation, "execute_tool").SetTag("gen_ai.tool.name", call.Tool).SetTag("gen_ai.tool.type", "function")
        .SetTag("gen_ai.tool.call.id", call.CallId).SetTag(Conversation, lease.ConversationId);

    /// <summary>A query at any door, from the gate to the row in the audit log.</summary>
    internal static Activity? Query(Member member, AuditEntry entry) => _source.StartActivity("query", ActivityKind.Client)
        ?.SetTag("db.system.name", "postgresql").SetTag("db.namespace", $"{member.Project.DbName}|{member.Project.DbSchema}")
        .SetTag("server.address", member.Project.DbHost).SetTag("server.port", member.Project.DbPort)
        .SetTag("dataagent.project", member.Project.Slug).SetTag("dataagent.door", entry.Door).SetTag("dataagent.audit.id", entry.Id);

    internal static void End(this Activity? query, AuditEntry entry)
    {
        query?.SetTag("dataagent.outcome", entry.Outcome).SetTag("db.response.returned_rows", entry.Rows);
        if (entry.Outcome is "refused" or "failed")
            query.Fail(entry.Detail ?? entry.Outcome);
    }

    internal static void Fail(this Activity? span, string type) => span?.SetTag(Error, type).SetStatus(ActivityStatusCode.Error);

    /// <summary>Spans and meters of every call of a model: tokens with those read from the cache, times, failures.</summary>
    /// <remarks>Watching keeps every update until the answer ends, so it is done for somebody who listens.</remarks>
    internal static ModelChoice Watched(this ModelChoice choice) => _source.HasListeners() || Meters.AreHeard
        ? choice with { Client = new OpenTelemetryChatClient(choice.Client, sourceName: Source) { EnableSensitiveData = false } }
        : choice;
}
