using DataAgent.Projects;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

/// <summary>Invitations, the pages of platform administrators, and what happens to a page whose person may not see it any more.</summary>
[Collection(WebCollection.Name)]
public sealed class PeopleTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task An_admin_invites_changes_and_revokes_and_the_invited_joins(int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(width, dark: dark);
        await using var theirs = await chromium.OpenAsync(width, dark: dark);
        await app.OpenSettingsAsync(window);
        var (members, one, two) = (window.Section("members"), Unique.Email(), Unique.Email());

        await members.GetByLabel("E-mail of a person").FillAsync(one);
        await members.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).ClickAsync();
        var link = await members.Locator(".new-token code").InnerTextAsync();
        await members.GetByLabel($"Role of invited {one}").SelectOptionAsync("analyst");
        await Expect(members.Locator(".saved")).ToHaveTextAsync($"{one} is invited as analyst now.");
        await members.GetByLabel("E-mail of a person").FillAsync(two);
        await members.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).ClickAsync();
        await Expect(members.Locator(".new-token code")).Not.ToHaveTextAsync(link);
        await CheckAsync(window, $"members", members);
        await members.GetByRole(AriaRole.Button, new() { Name = $"Send again the invitation of {two}" }).ClickAsync();
        await Expect(members.Locator("[role=alert]")).ToContainTextAsync("less than a minute ago");
        await members.GetByRole(AriaRole.Button, new() { Name = $"Revoke the invitation of {two}" }).ClickAsync();
        await Expect(members.Locator(".saved")).ToHaveTextAsync($"{two} is not invited any more.");

        await theirs.Page.GotoAsync(link.Trim());
        await Expect(theirs.Page.Locator("h1")).ToHaveTextAsync("Join Corner shop");
        await CheckAsync(theirs, $"invitation");
        await theirs.Page.FillAsync("#name", "Ada Lovelace");
        await theirs.Page.FillAsync("#new-password", "four quiet green boats");
        await theirs.Page.FillAsync("#repeated-password", "four quiet green boats");
        await theirs.Page.ClickAsync("text=Make an account and join");
        await theirs.LiveAsync();
        await Expect(theirs.Page.Locator(".side-link", new() { HasTextString = "SQL editor" })).ToHaveCountAsync(1);
        await theirs.AskAsync("How many orders are there?");
        await theirs.LastTurn("done").WaitForAsync();
        await theirs.Page.GotoAsync(link.Trim());
        await Expect(theirs.Page.Locator("h1")).ToHaveTextAsync("This invitation was accepted already");
        await CheckAsync(theirs, null);
        Assert.Empty(window.Errors.Concat(theirs.Errors));
    }

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task A_platform_administrator_looks_after_people_projects_and_settings(int width, bool dark)
    {
        var (root, admin, person) = (await app.AddPersonAsync(Token, isAdministrator: true), await app.AddVisitorAsync(Role.Admin, "offline", Token), await app.AddPersonAsync(Token));
        var (email, other) = (await app.EmailAsync(person), Unique.Email());
        await using var window = await chromium.OpenAsync(width, dark: dark);
        await window.Page.GotoAsync(root.Link);

        await OpenAsync(window, "people?text=" + email);
        await window.Page.GetByLabel($"Change {email}").ClickAsync();
        await CheckAsync(window, $"people");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Make administrator" }).ClickAsync();
        await Expect(window.Page.Locator(".saved")).ToHaveTextAsync($"{email} is a platform administrator now.");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Link for a new password" }).ClickAsync();
        await Expect(window.Page.Locator(".new-token code")).ToContainTextAsync("/reset-password?token=");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Disable", Exact = true }).ClickAsync();
        await Expect(window.Page.Locator(".saved")).ToHaveTextAsync($"{email} cannot sign in any more.");
        await window.Page.GetByLabel("E-mail address", new() { Exact = true }).FillAsync(other);
        await window.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Ada");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(window.Page.Locator(".new-token")).ToContainTextAsync($"Added {other}.");
        await CheckAsync(window, $"people-added");

        await OpenAsync(window, "projects");
        await window.Page.GetByLabel($"Invite to {admin.Slug}").ClickAsync();
        await window.Page.GetByLabel("E-mail of a person").FillAsync("nobody");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Send the invitation" }).ClickAsync();
        await Expect(window.Page.Locator(".admin-acts")).ToContainTextAsync("Give an e-mail address");
        await CheckAsync(window, $"projects");
        await window.Page.GetByLabel("E-mail of a person").FillAsync(other);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Send the invitation" }).ClickAsync();
        await Expect(window.Page.Locator(".new-token code")).ToContainTextAsync("/invitation?token=");

        await OpenAsync(window, "settings");
        await Expect(window.Page.Locator(".admin-settings .set", new() { HasTextString = "Agent:Anthropic:ApiKey" })).ToContainTextAsync("••••••");
        await CheckAsync(window, $"settings");
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task Nobody_else_sees_those_pages_or_the_way_to_them()
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync(visitor.Link);
        foreach (var page in (string[])["people", "projects", "settings"])
        {
            await window.Page.GotoAsync($"{app.Url}/admin/{page}");
            await Expect(window.Page.Locator("main .empty h1")).ToHaveTextAsync("There is nothing here");
            await Expect(window.Page.Locator("a[href^='/admin/']")).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task The_open_page_of_a_removed_member_says_so_within_seconds()
    {
        var admin = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        var person = await app.AddPersonAsync(Token, admin, Role.Analyst);
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync(person.Link);
        await window.AskAsync("How many orders by status?");
        await window.LastTurn("done").WaitForAsync();

        await RemoveAsync(admin, person);

        await Expect(window.Page.Locator("main h1")).ToHaveTextAsync("You are not a member of Corner shop any more");
        await Expect(window.Page.Locator(".turn")).ToHaveCountAsync(0);
        await Expect(window.Page.Locator(".side-link", new() { HasTextString = "Data dictionary" })).ToHaveCountAsync(0);
        await CheckAsync(window, "removed-1280-light");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Go to your projects" }).ClickAsync();
        await Expect(window.Page.Locator("main h1")).ToHaveTextAsync("No project yet");
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task The_open_settings_of_an_admin_who_is_none_any_more_are_taken_away()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await app.OpenSettingsAsync(window);
        await using (var db = await app.OpenPlatformAsync(Token))
            await db.Memberships.Where(m => m.UserId == visitor.UserId).ExecuteUpdateAsync(set => set.SetProperty(m => m.Role, Role.Viewer), Token);

        await Expect(window.Page.Locator("main h1").Last).ToHaveTextAsync("This is for admins");
        await Expect(window.Page.Locator(".settings-section")).ToHaveCountAsync(0);
        await Expect(window.Page.Locator(".side-link", new() { HasTextString = "Settings" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_open_page_of_a_removed_project_is_taken_away_whatever_it_is_called_by_then()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        await using var window = await chromium.OpenAsync();
        await window.SignInAsync(visitor.Link);
        var slug = Unique.Name("renamed-");
        await using (var db = await app.OpenPlatformAsync(Token))
        {
            await db.Projects.Where(p => p.Slug == visitor.Slug).ExecuteUpdateAsync(set => set.SetProperty(p => p.Slug, slug), Token);
            // A page is watched by the id of its project: another slug takes nothing away.
            Assert.Equal(Role.Viewer, await app.Services.GetRequiredService<ProjectAccess>().FindRoleAsync(
                visitor.UserId, (await db.Projects.SingleAsync(p => p.Slug == slug, Token)).Id, Token));
            await db.Projects.Where(p => p.Slug == slug).ExecuteUpdateAsync(set => set.SetProperty(p => p.ArchivedAt, DateTimeOffset.UtcNow), Token);
        }

        await Expect(window.Page.Locator("main h1")).ToHaveTextAsync("You are not a member of Corner shop any more");
    }

    private async Task RemoveAsync(Visitor admin, Visitor person)
    {
        var member = await app.Services.GetRequiredService<ProjectAccess>().FindMemberAsync(admin.UserId, admin.Slug, Token);
        Assert.IsType<MemberOutcome.Saved>(await app.Services.GetRequiredService<MemberList>().RemoveAsync(member!, person.UserId, QueryDoor.Page, Token));
    }

    private async Task OpenAsync(Window window, string page)
    {
        await window.Page.GotoAsync($"{app.Url}/admin/{page}");
        await window.Page.Locator(".admin-page[data-live=yes]").WaitForAsync();
    }

    private static async Task CheckAsync(Window window, string? picture, ILocator? of = null)
    {
        if (of is not null)
            await of.ScrollIntoViewIfNeededAsync();
        await window.CheckAsync(picture);
    }
}
