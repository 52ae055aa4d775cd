using System.Net;
using System.Text.RegularExpressions;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Web.Tests.SignIn;

/// <summary>Fills in plain forms as a browser without script does.</summary>
internal static partial class SignInForm
{
    public const string Password = "four quiet green boats";

    /// <summary>Opens the page, fills in its form of this name and sends it; redirects are followed if the client does.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(
        this HttpClient client, string path, string form, CancellationToken cancellationToken, params (string Name, string Value)[] fields)
    {
        var html = await client.GetStringAsync(path, cancellationToken);
        var text = Form().Matches(html).Select(match => match.Value).Single(one => one.Contains($"value=\"{form}\"", StringComparison.Ordinal));
        var values = Hidden().Matches(text).ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));
        foreach (var (name, value) in fields)
            values[name] = value;
        var action = Action().Match(text) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : path;
        using var content = new FormUrlEncodedContent(values);
        return await client.PostAsync(action, content, cancellationToken);
    }

    public static Task<HttpResponseMessage> SignInAsync(
        this HttpClient client, string email, string password, CancellationToken cancellationToken, string path = "/sign-in") =>
        client.SubmitAsync(path, "sign-in", cancellationToken, ("Email", email), ("Password", password));

    /// <summary>One more person, who signs in with <see cref="Password"/>.</summary>
    public static async Task<User> AddAccountAsync(this WebApp app, CancellationToken cancellationToken, string? email = null)
    {
        var user = new User
        {
            Id = Guid.CreateVersion7(),
            Email = email ?? Unique.Email(),
            DisplayName = "Ada Lovelace",
            CreatedAt = DateTimeOffset.UtcNow,
            PasswordHash = app.Services.GetRequiredService<PasswordHashes>().Make(Password),
        };
        await using var db = await app.OpenPlatformAsync(cancellationToken);
        db.Users.Add(user);
        await db.SaveChangesAsync(cancellationToken);
        return user;
    }

    public static async Task<List<string>> AuditOfAsync(this WebApp app, Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await app.OpenPlatformAsync(cancellationToken);
        return await db.AuditEntries.Where(e => e.UserId == userId).OrderBy(e => e.Id).Select(e => $"{e.Action} {e.Door} {e.Outcome} {e.Detail}".TrimEnd()).ToListAsync(cancellationToken);
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("<form[^>]* action=\"([^\"]*)\"")]
    private static partial Regex Action();
}
