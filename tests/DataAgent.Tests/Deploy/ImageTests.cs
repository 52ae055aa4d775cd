using System.Diagnostics;
using System.Text.RegularExpressions;
using DataAgent.Configuration;
using DataAgent.Credentials;
using DataAgent.Testing;

namespace DataAgent.Tests.Deploy;

public sealed partial class ImageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void What_the_image_copies_exists_and_is_let_through()
    {
        var let = Checkout.Read(".dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        var copied = Copy().Matches(Checkout.Read("Dockerfile")).SelectMany(match => match.Groups[1].Value.Split(' ')[..^1]).ToList();

        Assert.NotEmpty(copied);
        Assert.All(copied, path => Assert.True(Path.Exists(Path.Combine(Checkout.Root, path)), path));
        Assert.Equal(let.Order(StringComparer.Ordinal), copied.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Stages_are_named_before_they_are_copied_from_and_bases_have_versions()
    {
        var text = Checkout.Read("Dockerfile");
        var stages = Regex.Matches(text, @"(?m)^FROM .* AS (\w+)$").Select(match => match.Groups[1].Value).ToList();

        Assert.All(Regex.Matches(text, @"--from=(\w+)").Select(match => match.Groups[1].Value), stage => Assert.Contains(stage, stages));
        Assert.All(Regex.Matches(text, @"(?m)^FROM (?:--\S+ )?(\S+)"), match => Assert.Matches(@":\$\{(NODE|DOTNET)\}$", match.Groups[1].Value));
        Assert.Matches(@"(?m)^ARG NODE=\d+\.\d+\.\d+-\w+", text);
        Assert.Matches(@"(?m)^ARG DOTNET=10\.0-\w+", text);
        Assert.Matches(@"(?m)^HEALTHCHECK .*""dataagent"", ""health""", text);
    }

    [Fact]
    public void Settings_of_the_image_are_known()
    {
        var names = Regex.Matches(Checkout.Read("Dockerfile"), @"(?m)^(?:ENV|   ) +(\w+)=").Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(["ASPNETCORE_HTTP_PORTS", "DATAAGENT_DATA", "DOTNET_EnableDiagnostics", "Logging__Console__FormatterName", "XDG_CACHE_HOME"], names.Order(StringComparer.Ordinal));
        Assert.All(["http_ports", "DATAAGENT_DATA", "Logging:Console:FormatterName"], name => Assert.NotNull(SettingList.Find(name)));
    }

    [Fact]
    public async Task A_fresh_environment_has_secrets_of_its_own_and_is_never_overwritten()
    {
        var folder = Directory.CreateTempSubdirectory("dataagent-env-").FullName;
        var (one, two) = (Path.Combine(folder, "one"), Path.Combine(folder, "two"));
        try
        {
            Assert.Equal((0, 0), (await EnvAsync(one), await EnvAsync(two)));
            var (first, second) = (await ReadAsync(one), await ReadAsync(two));
            var again = await EnvAsync(one);

            Assert.Equal(1, again);
            Assert.Equal(first, await ReadAsync(one));
            Assert.Equal(["CREDENTIAL_KEYS", "DEMO_PASSWORD", "METRICS_TOKEN", "PLATFORM_PASSWORD"], first.Keys.Where(key => first[key] != second[key]).Order(StringComparer.Ordinal));
            Assert.DoesNotContain("generated", first.Values);
            Assert.Single(CredentialKeyRing.Parse(first["CREDENTIAL_KEYS"]).Ids);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(one));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Dictionary<string, string>> ReadAsync(string file) =>
        (await File.ReadAllLinesAsync(file, Token)).Where(line => line.Length > 0 && line[0] != '#').ToDictionary(line => line.Split('=')[0], line => line[(line.IndexOf('=') + 1)..]);

    private static async Task<int> EnvAsync(string file)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Checkout.Root, "scripts", "env"), [file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.WaitForExitAsync(Token);
        return process.ExitCode;
    }

    [GeneratedRegex(@"(?m)^COPY (?!--)(.+)$")]
    private static partial Regex Copy();
}
