using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Projects;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Web.Tests.Projects;

[Collection(ApiCollection.Name)]
public sealed class MemberApiTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admin_adds_promotes_and_removes_a_person_and_it_counts_at_once()
    {
        var admin = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        var person = await app.AddPersonAsync(Token);
        using var client = await app.SignInAsync(admin, Token);
        using var theirs = await app.SignInAsync(person, Token);

        using var added = await client.PostAsJsonAsync(Path(admin), new { email = $"  {(await EmailAsync(person)).ToUpperInvariant()}", role = "viewer" }, Token);
        using var again = await client.PostAsJsonAsync(Path(admin), new { email = await EmailAsync(person), role = "viewer" }, Token);
        using var asViewer = await QueryAsync(theirs, admin);
        using var promoted = await client.PatchAsJsonAsync($"{Path(admin)}/{person.UserId}", new { role = "analyst" }, Token);
        using var asAnalyst = await QueryAsync(theirs, admin);
        using var removed = await client.DeleteAsync($"{Path(admin)}/{person.UserId}", Token);
        using var asNobody = await QueryAsync(theirs, admin);
        using var gone = await client.DeleteAsync($"{Path(admin)}/{person.UserId}", Token);

        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal(("viewer", "analyst"), (await RoleAsync(added), await RoleAsync(promoted)));
        Assert.Equal((HttpStatusCode.Conflict, "is_member"), (again.StatusCode, await CodeAsync(again)));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.NotFound), (asViewer.StatusCode, asAnalyst.StatusCode, asNobody.StatusCode));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (removed.StatusCode, gone.StatusCode));
        await using var db = await app.OpenPlatformAsync(Token);
        var trail = await db.AuditEntries.Where(e => e.UserId == admin.UserId && e.Action.StartsWith("member.")).OrderBy(e => e.At).ToListAsync(Token);
        var email = await EmailAsync(person);
        Assert.Equal([("member.add", "http", $"{email}: viewer"), ("member.role", "http", $"{email}: viewer to analyst"), ("member.remove", "http", email)],
            trail.Select(e => (e.Action, e.Door, e.Detail!)));
    }

    [Fact]
    public async Task The_last_admin_stays_until_there_is_another()
    {
        var admin = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var client = await app.SignInAsync(admin, Token);

        using var leaves = await client.DeleteAsync($"{Path(admin)}/{admin.UserId}", Token);
        using var demoted = await client.PatchAsJsonAsync($"{Path(admin)}/{admin.UserId}", new { role = "viewer" }, Token);
        await app.AddPersonAsync(Token, admin, Role.Admin);
        using var now = await client.DeleteAsync($"{Path(admin)}/{admin.UserId}", Token);

        Assert.Equal((HttpStatusCode.Conflict, "last_admin"), (leaves.StatusCode, await CodeAsync(leaves)));
        Assert.Equal((HttpStatusCode.Conflict, "last_admin"), (demoted.StatusCode, await CodeAsync(demoted)));
        Assert.Equal(HttpStatusCode.NoContent, now.StatusCode);
    }

    [Fact]
    public async Task Wrong_input_is_said_at_its_field()
    {
        var admin = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var client = await app.SignInAsync(admin, Token);

        using var unknown = await client.PostAsJsonAsync(Path(admin), new { email = "nobody@example.test", role = "viewer" }, Token);
        using var role = await client.PostAsJsonAsync(Path(admin), new { email = "nobody@example.test", role = "owner" }, Token);
        using var none = await client.PatchAsJsonAsync($"{Path(admin)}/{admin.UserId}", new { }, Token);

        Assert.Equal((HttpStatusCode.BadRequest, "email"), (unknown.StatusCode, await FieldAsync(unknown)));
        Assert.Equal((HttpStatusCode.BadRequest, "role"), (role.StatusCode, await FieldAsync(role)));
        Assert.Equal((HttpStatusCode.BadRequest, "role"), (none.StatusCode, await FieldAsync(none)));
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Analyst)]
    public async Task Others_see_the_list_and_change_nothing(Role role)
    {
        var visitor = await app.AddVisitorAsync(role, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);

        var list = await client.GetFromJsonAsync<JsonElement>(Path(visitor), Token);
        using var add = await client.PostAsJsonAsync(Path(visitor), new { email = "nobody@example.test", role = "viewer" }, Token);
        using var promote = await client.PatchAsJsonAsync($"{Path(visitor)}/{visitor.UserId}", new { role = "admin" }, Token);
        using var leave = await client.DeleteAsync($"{Path(visitor)}/{visitor.UserId}", Token);

        Assert.Equal((visitor.UserId, role.Word()), (list[0].GetProperty("user_id").GetGuid(), list[0].GetProperty("role").GetString()));
        Assert.All((HttpResponseMessage[])[add, promote, leave], response => Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode));
    }

    private static string Path(Visitor visitor) => $"/api/v1/projects/{visitor.Slug}/members";

    private static Task<HttpResponseMessage> QueryAsync(HttpClient client, Visitor of) =>
        client.PostAsJsonAsync($"/api/v1/projects/{of.Slug}/query", new { sql = "select 1 as one" }, Token);

    private async Task<string> EmailAsync(Visitor person)
    {
        await using var db = await app.OpenPlatformAsync(Token);
        return (await db.Users.SingleAsync(u => u.Id == person.UserId, Token)).Email;
    }

    private static async Task<string?> RoleAsync(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("role").GetString();

    private static async Task<string?> CodeAsync(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString();

    private static async Task<string?> FieldAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("errors")[0].GetProperty("field").GetString();
}
