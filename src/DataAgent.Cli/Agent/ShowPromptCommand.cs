using System.CommandLine;
using System.Diagnostics;
using DataAgent.Agent.Prompts;
using DataAgent.Cli.Output;

namespace DataAgent.Cli.Agent;

internal static class ShowPromptCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        return commands.Create("show", "Show what the project's model is sent before the conversation: text and tools.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            return await run.Get<PromptInspector>().ShowAsync(member, cancellationToken) switch
            {
                PromptOutcome.Forbidden no => run.Refuse(no.Message),
                PromptOutcome.Shown(var prompt) => Say(run, prompt),
                _ => throw new UnreachableException(),
            };
        }, slug);
    }

    /// <summary>Standard output holds what is sent and nothing else; what is said of it goes to standard error.</summary>
    private static int Say(CliRun run, SentPrompt prompt)
    {
        if (run.Report.Form != OutputForm.Text)
        {
            run.Streams.Output.WriteLine(CliJson.Write(prompt));
            return CommandLine.Ok;
        }

        run.Streams.Output.WriteLine(prompt.System);
        foreach (var tool in prompt.Parts.Where(p => p.IsTool))
            run.Streams.Output.WriteLine(tool.Text);
        if (prompt.Note is { } note)
            run.Streams.Error.WriteLine(note);
        run.Streams.Error.WriteLine($"{prompt.Provider}, {prompt.Model}: about {prompt.Tokens:N0} tokens (characters / 3; a model counts by itself)");
        foreach (var part in prompt.Parts)
            run.Streams.Error.WriteLine($"  {part.Tokens,7:N0}  {part.Title}");
        run.Streams.Error.WriteLine(prompt.Caching);
        return CommandLine.Ok;
    }
}
