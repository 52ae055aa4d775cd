using System.CommandLine;
using DataAgent.Cli.Output;
using DataAgent.Dictionary;

namespace DataAgent.Cli.Dictionary;

internal static class ShowDictionaryCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var format = new Option<string>("--format") { Description = "prompt: as a model reads it.", DefaultValueFactory = _ => "prompt" };
        format.AcceptOnlyFromAmong("json", "prompt");
        return commands.Create("show", "Show what a project's schema holds.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var dictionary = await run.Get<DictionaryStore>().GetAsync(member, cancellationToken);
            var isJson = run.Report.Form != OutputForm.Text || run.Value(format) == "json";
            var text = isJson ? CliJson.Write(dictionary.ToShow()) : DictionaryPrompt.Render(dictionary).TrimEnd();
            await run.Streams.Output.WriteLineAsync(text);
            return CommandLine.Ok;
        }, slug, format);
    }
}
