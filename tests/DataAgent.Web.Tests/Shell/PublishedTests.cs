using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Projects;
using DataAgent.Testing;

namespace DataAgent.Web.Tests.Shell;

/// <summary>The product as the image holds it: published, in folders that are only read, as somebody who is not root.</summary>
[Collection(ApiCollection.Name)]
public sealed class PublishedTests(WebApp app)
{
    private const string Ready = "Data Agent listens on ", Nobody = "nobody";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_starts_is_healthy_answers_a_question_and_stops_when_it_is_told_to()
    {
        var folder = Directory.CreateTempSubdirectory("dataagent-image-").FullName;
        var (program, data) = (Path.Combine(folder, "app"), Directory.CreateDirectory(Path.Combine(folder, "data")).FullName);
        try
        {
            foreach (var project in new[] { "DataAgent.Web", "DataAgent.Cli" })
                await RunAsync("dotnet", "publish", Path.Combine(Checkout.Root, "src", project), "-c", "Release", "--no-build", "-v", "q", "-o", program);
            await RunAsync("chmod", "-R", "a-w,a+rX", program);
            await RunAsync("chmod", "a+rx", folder);
            await RunAsync("chmod", "a+rwx", data);
            var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);

            using var server = Start(program, data, ["serve", "--urls=http://127.0.0.1:0", .. app.Settings.Where(setting => !setting.StartsWith("--DATAAGENT_DATA", StringComparison.Ordinal))]);
            var url = await UrlAsync(server);
            var health = await EndAsync(Start(program, data, "health", "--url", url));
            var answer = await AskAsync(url, visitor);
            await RunAsync("kill", "-TERM", $"{server.Id}");
            await server.WaitForExitAsync(Token);
            var away = await EndAsync(Start(program, data, "health", "--url", url));

            Assert.Equal((0, "ready"), health);
            Assert.Contains("900", answer, StringComparison.Ordinal);
            Assert.Equal(0, server.ExitCode);
            Assert.Equal(1, away.Code);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> AskAsync(string url, Visitor visitor)
    {
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(url) };
        using var signedIn = await client.GetAsync(new Uri(visitor.Link).PathAndQuery, Token);
        signedIn.EnsureSuccessStatusCode();
        using var created = await client.PostAsync($"/api/v1/projects/{visitor.Slug}/conversations", null, Token);
        using var asked = await client.PostAsJsonAsync($"{created.Headers.Location}/messages", new { text = "How many orders are there?" }, Token);
        await asked.Content.ReadAsStringAsync(Token);
        return (await client.GetFromJsonAsync<JsonElement>(created.Headers.Location, Token)).GetRawText();
    }

    /// <summary>By the script that the image starts with.</summary>
    private static Process Start(string program, string data, params string[] args)
    {
        var start = new ProcessStartInfo(Path.Combine(Checkout.Root, "deploy", "dataagent"), args)
        {
            RedirectStandardOutput = true,
            WorkingDirectory = data,
            Environment = { ["DATAAGENT_APP"] = program, ["DATAAGENT_DATA"] = data, ["XDG_CACHE_HOME"] = Path.Combine(data, "cache"), ["HOME"] = "/nonexistent" },
        };
        if (Environment.IsPrivilegedProcess)
            start.UserName = Nobody;
        return Process.Start(start)!;
    }

    private static async Task<string> UrlAsync(Process server)
    {
        while (await server.StandardOutput.ReadLineAsync(Token) is { } line)
            if (line.StartsWith(Ready, StringComparison.Ordinal))
                return line[Ready.Length..];
        throw new InvalidOperationException("It ended before it listened.");
    }

    private static async Task<(int Code, string Output)> EndAsync(Process process)
    {
        using (process)
        {
            var output = await process.StandardOutput.ReadToEndAsync(Token);
            await process.WaitForExitAsync(Token);
            return (process.ExitCode, output.Trim());
        }
    }

    private static async Task RunAsync(string program, params string[] args)
    {
        var (code, output) = await EndAsync(Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true })!);
        Assert.True(code == 0, $"{program} {string.Join(' ', args)}: {output}");
    }
}
