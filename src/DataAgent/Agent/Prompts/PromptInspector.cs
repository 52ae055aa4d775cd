using System.Text.Json;
using DataAgent.Agent.Providers;
using DataAgent.Agent.Tools;
using DataAgent.Dictionary;
using DataAgent.Projects;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Prompts;

/// <summary>Shows admins what their project's model is sent.</summary>
/// <remarks>
/// Nothing is told by heart: the request of a first question is made by the same code as a run's, down to the provider's SDK, and kept
/// instead of being sent.
/// </remarks>
public sealed class PromptInspector
{
    private readonly ModelProviders _providers;
    private readonly ToolBox _tools;
    private readonly DictionaryStore _dictionaries;

    internal PromptInspector(ModelProviders providers, ToolBox tools, DictionaryStore dictionaries) =>
        (_providers, _tools, _dictionaries) = (providers, tools, dictionaries);

    /// <exception cref="DictionaryException">There is no dictionary that fits, and the schema cannot be read.</exception>
    public async Task<PromptOutcome> ShowAsync(Member admin, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return new PromptOutcome.Forbidden("Only an admin of the project sees what its model is sent.");
        var prompt = PromptBuilder.Build(admin.Project, await _dictionaries.GetAsync(admin, cancellationToken));
        IReadOnlyList<IAgentTool> tools = [.. _tools.For(admin.Role).Values];
        var (request, note) = await RehearseAsync(admin.Project, prompt, tools, cancellationToken);
        return new PromptOutcome.Shown(Describe(admin.Project, prompt, request ?? SentRequest.Declared(tools), note));
    }

    private async Task<(SentRequest? Request, string? Note)> RehearseAsync(
        Project project, SystemPrompt prompt, IReadOnlyList<IAgentTool> tools, CancellationToken cancellationToken)
    {
        if (_providers.FindRemote(project) is not { } provider)
        {
            return (null, $"This project is answered by '{project.LlmProvider}': no model is asked, and nothing is sent anywhere. "
                + "With a model it would be this.");
        }

        using var keeper = new RequestKeeper();
        try
        {
            var model = provider.Rehearse(project, keeper);
            using (model.Client)
            {
                List<ChatMessage> messages = [.. ChatMapping.ToChat(prompt.Text, [], model.Model), new(ChatRole.User, "The question.")];
                await foreach (var _ in model.Client.GetStreamingResponseAsync(messages, ModelRequest.Options(model, tools, isLast: false), cancellationToken))
                {
                }
            }
        }
        catch (ModelFailureException) when (keeper.Body is not null)
        {
            // The keeper declines every request, after it has kept it.
        }
        catch (ModelFailureException e)
        {
            return (null, $"{e.Message} Until then nothing is sent; the tools are shown as they are declared.");
        }

        return (SentRequest.Read(keeper.Body!), null);
    }

    private SentPrompt Describe(Project project, SystemPrompt prompt, SentRequest request, string? note)
    {
        SentPart[] parts =
        [
            .. prompt.Parts.Select(p => Part(p.Name, p.Title, p.Text, isTool: false)),
            .. request.Tools.Select(t => Part(t.Name, $"Tool {t.Name}", t.Json, isTool: true)),
        ];
        return new(project.LlmProvider, _providers.ModelOf(project), BasePrompt.Version, parts.Sum(p => p.Tokens), parts, request.System ?? prompt.Text)
        {
            Note = note,
            Caching = request.CachedFor is { } time
                ? $"Tools and system text are marked to be kept by the provider for {time}; the conversation so far for {request.ConversationCachedFor ?? "no time"}."
                : "Nothing is marked to be kept. Many providers keep the beginning of a request by themselves; it is the same from step to step "
                    + "and from question to question.",
        };

        SentPart Part(string name, string title, string text, bool isTool) =>
            new(name, title, text, text.Length, ContextBudget.EstimateTokens(text), isTool, request.CachedFor is not null);
    }
}
