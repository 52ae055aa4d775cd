using DataAgent.Testing;

// A model's server to play with by hand: it does what a question says, and prints what it was sent.
var url = args.FirstOrDefault() ?? "http://127.0.0.1:5099";
await using var model = await ModelDouble.StartAsync(url, request =>
{
    Console.WriteLine($"{request.Path}\n{request.Body}\n");
    return TypedQuestions.Answer(request);
});
Console.WriteLine($"""
    Listening. Point the product at it:
      Agent__OpenAI__BaseUrl={model.OpenAIBaseUrl} Agent__OpenAI__DefaultModel=double ./run     (provider openai)
      ANTHROPIC_API_KEY=any ANTHROPIC_BASE_URL={model.BaseUrl} ./run     (provider anthropic)
    or a project: ./dataagent project edit -p demo --provider openai --model double --model-url {model.OpenAIBaseUrl}
    What a question may be:
    {TypedQuestions.Help}
    """);
await Task.Delay(Timeout.Infinite);
