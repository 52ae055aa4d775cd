using System.ComponentModel;
using DataAgent.Projects;
using DataAgent.Queries;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Tools;

internal sealed class ExecuteSqlTool(QueryRunner queries) : IAgentTool
{
    /// <summary>Beyond the query's own time: waiting for a connection, reading, storing.</summary>
    private static readonly TimeSpan _slack = TimeSpan.FromSeconds(15);

    /// <summary>Begins the text of a refusal that no other query would escape.</summary>
    internal const string RoleStop = "Not permitted, and no other query will be. ";

    public AIFunction Function => field ??= ToolFunction.Create(RunAsync, "execute_sql");

    public TimeSpan Timeout(Project project, AgentOptions options) => TimeSpan.FromSeconds(project.MaxQueryTimeoutSeconds) + _slack;

    [Description("""
        Runs one read-only PostgreSQL SELECT on the project's database and keeps the result under a result_id.
        You get the columns, the first rows, and statistics when there are more. People see the whole table by themselves, so do not repeat it.
        Let the database do the work: aggregate, filter, sort and limit in SQL. Use only tables and columns of the data dictionary.
        """)]
    private async Task<ToolOutcome> RunAsync(
        [Description("One SELECT (WITH, set operations and window functions are fine). No semicolon-separated statements, no parameters, no writes.")] string query,
        ToolContext context,
        CancellationToken cancellationToken)
    {
        var outcome = await queries.RunAsync(context.Member, new QueryRequest(query, QueryDoor.Chat, context.ConversationId), cancellationToken);
        switch (outcome)
        {
            case QueryOutcome.Ran(var id, var table):
                var artifact = new TableArtifact(
                    id, table.Sql, table.Rows.Count, table.Truncated, table.CutReason, (long)table.Elapsed.TotalMilliseconds, table.Relations, table.RanAt);
                return new(ResultText.Render(id, table), Artifact: artifact);
            case QueryOutcome.RoleNotAccepted(var standing):
                return ToolOutcome.Error(RoleStop + standing.Advice, new RefusalArtifact(query, [standing.Advice]));
            case QueryOutcome.Refused(var reasons):
                var sentences = reasons.Select(r => r.Message).Distinct().ToList();
                var list = string.Join("\n- ", reasons.Select(r => r.Message + Place(query, r.Position)));
                return ToolOutcome.Error($"Not permitted, nothing ran:\n- {DataFence.Neutralise(list)}", new RefusalArtifact(query, sentences));
            case QueryOutcome.Failed failed:
                var code = failed.SqlState is null ? "" : $" (SQLSTATE {failed.SqlState})";
                var advice = DataFence.Neutralise(failed.Advice);
                return ToolOutcome.Error($"The query failed{code}: {advice}{Place(query, failed.Position)}", new RefusalArtifact(query, [failed.Advice]));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static string Place(string sql, int position)
    {
        if (position < 0 || position >= sql.Length)
            return "";
        var near = sql[position..Math.Min(sql.Length, position + 30)].ReplaceLineEndings(" ");
        return $" (at position {position}, near: {near})";
    }
}
