using DataAgent.Demo;
using DataAgent.Dictionary;
using DataAgent.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataAgent.Tests.Agent.Offline;

/// <summary>Questions as strangers ask them, over schemas of others and one of our own.</summary>
public sealed class OfflineQuestionTests(PostgresServer server)
{
    [Fact]
    public async Task Answers_questions_about_a_clinic() => await AskAsync("clinic", Clinic.Script);

    [Theory]
    [InlineData("chinook")]
    [InlineData("pagila")]
    public async Task Answers_questions_about_a_public_sample(string name)
    {
        var file = Samples(name);
        Assert.SkipWhen(file is null, $"shared/data/{name}.sql is not beside the repository.");

        await AskAsync(name, await File.ReadAllTextAsync(file!, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Answers_questions_about_the_demo_shop()
    {
        var token = TestContext.Current.CancellationToken;
        var name = $"t_demo_{Guid.CreateVersion7():n}";
        await DemoDatabase.EnsureAsync(server.AdminConnectionString, name, NullLogger.Instance, token);
        try
        {
            await AskAsync("shop", DemoDatabase.On(server.AdminConnectionString, name), DemoDatabase.Schema, DemoDatabase.ExcludedTables);
        }
        finally
        {
            await server.DropDatabaseAsync(name);
        }
    }

    private async Task AskAsync(string name, string script)
    {
        var token = TestContext.Current.CancellationToken;
        var database = await server.CreateDatabaseAsync(token);
        await SampleLoader.LoadAsync(database, script, token);
        await AskAsync(name, database, "public", []);
    }

    private async Task AskAsync(string name, string database, string schema, IReadOnlyList<string> excluded)
    {
        var token = TestContext.Current.CancellationToken;
        await using var book = await QuestionBook.OpenAsync(database, new SchemaScope(schema, [], excluded), token);
        var questions = QuestionBook.Read($"{name}.jsonl");

        var faults = await book.AskAllAsync(questions, token);

        // ./test prints the file: how good the analyst is shall be seen with every run, not only when it got worse.
        var score = $"offline analyst, {name}: {questions.Count - faults.Count} of {questions.Count} questions right";
        await File.AppendAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "scores.txt"), [score], token);
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    internal static string? Samples(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data", $"{name}.sql") is var file && File.Exists(file))
                return file;
        return null;
    }
}
