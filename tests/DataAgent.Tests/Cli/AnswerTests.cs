using System.Text.Json.Nodes;
using DataAgent.Agent;
using DataAgent.Cli;
using DataAgent.Cli.Agent;
using DataAgent.Cli.Output;
using DataAgent.Projects;
using DataAgent.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Tests.Cli;

public sealed class AnswerTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_line_holds_the_text_that_stood_and_how_the_run_ended()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var answer = await AnswerAsync(platform);
        AgentEvent[] events =
        [
            new TextDelta(1, "I look."), new TextDelta(2, "Half an"), new StepReset(2), new TextDelta(2, "There are "), new TextDelta(2, "3."),
            new RunEnded(RunStatus.StepLimit, "Too many steps."),
        ];

        foreach (var happened in events)
            answer.Take(happened);
        var json = JsonNode.Parse(CliJson.Write(await answer.JsonAsync(Token)))!;

        Assert.Equal("I look.\n\nThere are 3.", (string?)json["text"]);
        Assert.Equal(("answer", "step_limit", "Too many steps."), ((string?)json["type"], (string?)json["status"], (string?)json["detail"]));
        Assert.Empty(json["results"]!.AsArray());
        Assert.Empty(json["charts"]!.AsArray());
    }

    [Fact]
    public async Task A_person_sees_text_refusals_and_the_end_but_no_escape_codes()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        var text = new AnswerText(new CliStreams(TextReader.Null, output, error), await AnswerAsync(platform));
        AgentEvent[] events =
        [
            new TextDelta(1, "Let me\u001b[2J see"), new ToolFinished(1, "c", "execute_sql", true, 3, "refused", new RefusalArtifact("drop table x", ["Only SELECT may run."])),
            new TextDelta(2, "I can only read."), new RunEnded(RunStatus.Failed, "The model is gone."),
        ];

        foreach (var happened in events)
            await text.ShowAsync(happened, Token);

        Assert.Equal("Let me[2J see\ndrop table x\n  did not run: Only SELECT may run.\nI can only read.\n", output.ToString());
        Assert.StartsWith("Failed. The model is gone.\nGo on with: --conversation ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Events_are_written_one_a_line_with_their_type_first()
    {
        var line = CliJson.Write<AgentEvent>(new RunEnded(RunStatus.Done, null) { Seq = 4 });

        Assert.StartsWith("""{"type":"run.ended",""", line, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"done\"", line, StringComparison.Ordinal);
    }

    private async Task<Answer> AnswerAsync(TestPlatform platform)
    {
        var member = await platform.AddMemberAsync(Role.Viewer, server.AdminConnectionString, "public", Token);
        var services = CliHost.Compose(platform.ConnectionString, DataAgent.Credentials.CredentialKeyRing.Parse(DataAgent.Credentials.CredentialKeyRing.Generate()), TextWriter.Null);
        return new(member, Guid.Empty, Guid.Empty, services.GetRequiredService<DataAgent.Queries.ResultStore>(), services.GetRequiredService<DataAgent.Visualizations.ChartStore>());
    }
}
