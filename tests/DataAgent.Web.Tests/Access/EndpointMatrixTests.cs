using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Tokens;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Web.Tests.Access;

/// <summary>Every endpoint of the API, asked by everybody there can be.</summary>
[Collection(ApiCollection.Name)]
public sealed partial class EndpointMatrixTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Who asks. A token of an admin has all scopes; after it expired, it is nothing.</summary>
    public enum Person { Viewer, Analyst, Admin, Stranger, Administrator, Removed, OfArchived, Anonymous, Disabled, AdminsToken, ExpiredToken }

    public static TheoryData<Person> Persons => [.. Enum.GetValues<Person>()];

    [Fact]
    public void Every_endpoint_has_a_row_and_every_row_an_endpoint()
    {
        var mapped = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => $"{method} {e.RoutePattern.RawText}"));

        var rows = EndpointRows.OfProject.Select(r => $"{r.Method} {r.Route}").Concat(EndpointRows.OfPlatform.Select(r => $"{r.Method} {r.Route}"));
        Assert.Equal(mapped.Select(Bare).Order(StringComparer.Ordinal), rows.Select(Bare).Order(StringComparer.Ordinal));

        static string Bare(string line) => line.TrimEnd('/');
    }

    [Theory]
    [MemberData(nameof(Persons))]
    public async Task Everybody_gets_the_answer_that_is_theirs(Person person)
    {
        var (client, places) = await AppearAsync(person);
        List<string> wrong = [];
        foreach (var row in EndpointRows.OfProject)
            await TryAsync(row.Method, row.Route + row.Query, row.Body, Expected(person, row));
        foreach (var row in EndpointRows.OfPlatform)
            await TryAsync(row.Method, row.Route + row.Query, row.Body, Expected(person, row));
        client.Dispose();
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));

        async Task TryAsync(string method, string route, string? body, int expected)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), places.Fill(route));
            if (body is not null)
                request.Content = new StringContent(places.Fill(body), Encoding.UTF8, "application/json");
            using var response = await client.SendAsync(request, Token);
            var answer = await response.Content.ReadAsStringAsync(Token);
            if ((int)response.StatusCode != expected)
                wrong.Add($"{method} {route}: {(int)response.StatusCode} instead of {expected}: {answer[..Math.Min(answer.Length, 300)]}");
            else if (expected is 401 or 403 or 404 && SecretIn(answer) is { } secret)
                wrong.Add($"{method} {route}: {expected}, but it tells {secret}");
        }
    }

    private static int Expected(Person person, EndpointRow row) => person switch
    {
        Person.Viewer => row.Viewer,
        Person.Analyst => row.Analyst,
        Person.Admin or Person.AdminsToken => row.Admin,
        Person.Anonymous or Person.Disabled or Person.ExpiredToken => 401,
        _ => 404,
    };

    private static int Expected(Person person, PlatformRow row) => person switch
    {
        Person.Administrator => row.Administrator,
        // The admins' own was archived by the rows before.
        Person.OfArchived or Person.Admin or Person.AdminsToken when row.OfArchived is { } expected => expected,
        Person.AdminsToken when row.ForPeople => 403,
        Person.Anonymous or Person.Disabled or Person.ExpiredToken => 401,
        _ => row.Anybody,
    };

    /// <summary>What no answer to somebody without a right to it may hold.</summary>
    private static string? SecretIn(string answer) =>
        new[] { "Corner shop", "customers", "select " }.FirstOrDefault(word => answer.Contains(word, StringComparison.Ordinal));

    /// <summary>A project with its admin, and the person with what they can point at: their own as members, the admin's else.</summary>
    private async Task<(HttpClient Client, Places Places)> AppearAsync(Person person)
    {
        var owner = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var ownerClient = await app.SignInAsync(owner, Token);
        var colleague = await app.AddPersonAsync(Token, owner);
        var query = await SaveQueryAsync(ownerClient, owner.Slug);
        var invitation = await InviteAsync(ownerClient, owner.Slug);
        var isMember = person is Person.Viewer or Person.Analyst or Person.Admin or Person.AdminsToken;
        var who = person switch
        {
            Person.Stranger or Person.Anonymous or Person.Disabled => await app.AddVisitorAsync(Role.Admin, "offline", Token),
            Person.Administrator => await app.AddPersonAsync(Token, isAdministrator: true),
            _ => await app.AddPersonAsync(Token, owner, person switch { Person.Viewer => Role.Viewer, Person.Analyst => Role.Analyst, _ => Role.Admin }),
        };
        var client = person switch
        {
            Person.Anonymous => app.Anonymous(follow: false),
            Person.AdminsToken or Person.ExpiredToken => await ProgramAsync(who),
            _ => await app.SignInAsync(who, Token),
        };
        var places = await AskAsync(isMember ? client : ownerClient, owner.Slug) with { Member = colleague.UserId, Query = query, Invitation = invitation };
        await using var db = await app.OpenPlatformAsync(Token);
        _ = person switch
        {
            Person.Removed => await db.Memberships.Where(m => m.UserId == who.UserId).ExecuteDeleteAsync(Token),
            Person.Disabled => await db.Users.Where(u => u.Id == who.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, DateTimeOffset.UtcNow), Token),
            Person.ExpiredToken => await db.ApiTokens.Where(t => t.UserId == who.UserId).ExecuteUpdateAsync(set => set.SetProperty(t => t.ExpiresAt, DateTimeOffset.UtcNow), Token),
            Person.OfArchived => await db.Projects.Where(p => p.Slug == owner.Slug).ExecuteUpdateAsync(set => set.SetProperty(p => p.ArchivedAt, DateTimeOffset.UtcNow), Token),
            _ => 0,
        };
        return (client, places);
    }

    /// <summary>A program with a token of this person that has every scope.</summary>
    private async Task<HttpClient> ProgramAsync(Visitor who)
    {
        var made = await app.Services.GetRequiredService<ApiTokens>().AddAsync(who.UserId, new TokenDraft("all", [.. TokenScopes.Words]), QueryDoor.Http, Token);
        var client = app.Anonymous(follow: false);
        client.DefaultRequestHeaders.Authorization = new("Bearer", Assert.IsType<TokenOutcome.Made>(made).Secret);
        return client;
    }

    private static async Task<Guid> SaveQueryAsync(HttpClient client, string slug)
    {
        using var content = new StringContent("""{"name": "Ours", "sql": "select 1 as one", "shared": true}""", Encoding.UTF8, "application/json");
        using var saved = await client.PostAsync($"/api/v1/projects/{slug}/saved-queries/", content, Token);
        return JsonDocument.Parse(await saved.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("id").GetGuid();
    }

    private static async Task<Guid> InviteAsync(HttpClient client, string slug)
    {
        using var content = new StringContent("""{"email": "invited@example.test", "role": "viewer"}""", Encoding.UTF8, "application/json");
        using var sent = await client.PostAsync($"/api/v1/projects/{slug}/invitations/", content, Token);
        return JsonDocument.Parse(await sent.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("invitation").GetProperty("id").GetGuid();
    }

    private async Task<Places> AskAsync(HttpClient client, string slug)
    {
        using var started = await client.PostAsync($"/api/v1/projects/{slug}/conversations", null, Token);
        var conversation = Guid.Parse(started.Headers.Location!.OriginalString.Split('/')[^1]);
        using var question = new StringContent("""{"text": "Bar chart of orders by status"}""", Encoding.UTF8, "application/json");
        using var asked = await client.PostAsync($"/api/v1/projects/{slug}/conversations/{conversation}/messages", question, Token);
        Assert.Contains("\"done\"", await asked.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await using var db = await app.OpenPlatformAsync(Token);
        var run = await db.AgentRuns.SingleAsync(r => r.ConversationId == conversation, Token);
        var chart = await db.Charts.SingleAsync(c => db.Results.Any(r => r.Id == c.ResultId && r.ConversationId == conversation), Token);
        return new Places(slug, conversation, run.Id, chart.ResultId, chart.Id);
    }

    /// <summary>What stands in a route's and a body's places.</summary>
    private sealed partial record Places(string Slug, Guid Conversation, Guid Run, Guid Result, Guid Chart)
    {
        public Guid Member { get; init; }
        public Guid Query { get; init; }
        public Guid Invitation { get; init; }

        public string Fill(string text) => Place().Replace(text, match => (match.Groups["before"].Value, match.Groups["name"].Value) switch
        {
            (var before, "slug") => before + Slug,
            (var before, "provider") => before + "corp",
            (var before, "run" or "runId") => before + Run,
            (var before, "id") => before + before switch
            {
                "conversations/" => Conversation,
                "results/" => Result,
                "charts/" => Chart,
                "saved-queries/" => Query,
                "members/" or "people/" => Member,
                "invitations/" => Invitation,
                "tokens/" or "passkeys/" => Guid.NewGuid(),
                _ => throw new InvalidOperationException($"Nothing stands after {before}."),
            },
            var (_, name) => throw new InvalidOperationException($"Nothing stands for {name}."),
        });

        [GeneratedRegex(@"(?<before>[a-z-]*/|"")\{(?<name>[a-zA-Z]+)(?::guid)?\}")]
        private static partial Regex Place();
    }
}
