using System.CommandLine;
using System.Text.RegularExpressions;
using DataAgent.Cli;
using DataAgent.Data;
using DataAgent.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Tests.Cli;

/// <summary>Every command, run as everybody there can be.</summary>
public sealed partial class CommandMatrixTests(PostgresServer server) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataagent-matrix-").FullName;
    private CliTester _cli = null!;
    private string _database = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public enum Person { Viewer, Analyst, Admin, Stranger, Administrator, Removed, Disabled, OfArchived }

    public static TheoryData<Person> Persons => [.. Enum.GetValues<Person>()];

    /// <param name="Line">What is typed after <c>dataagent</c>; places such as <c>{run}</c> are filled in, texts with blanks stand in quotes.</param>
    /// <param name="Viewer">Exit code for members of this role, as <paramref name="Analyst"/> and <paramref name="Admin"/>; 1 for everybody else.</param>
    /// <param name="OfArchived">For an admin of an archived project.</param>
    private sealed record Row(string Line, int Viewer, int Analyst, int Admin, int OfArchived = 1);

    /// <summary>In an order in which what a command takes away is not needed any more.</summary>
    private static readonly Row[] _ofProject =
    [
        new("project show -p sales", 0, 0, 0),
        new("project edit -p sales --max-rows 500", 1, 1, 0),
        new("project accept-role -p sales", 1, 1, 0),
        new("role setup -p sales --admin-connection '{database}' --dry-run", 1, 1, 0),
        new("doctor -p sales", 1, 1, 0),
        new("member list -p sales", 0, 0, 0),
        // It was sent a moment ago, whoever asks: the roles are in InvitationsTests.
        new("member resend -p sales --email {invited}", 1, 1, 1),
        new("member add -p sales --email {newcomer} --role viewer", 1, 1, 0),
        new("member role -p sales --email {newcomer} --role analyst", 1, 1, 0),
        new("member remove -p sales --email {newcomer}", 1, 1, 0),
        new("member invitations -p sales", 1, 1, 0),
        new("member revoke -p sales --email {invited}", 1, 1, 0),
        new("dictionary generate -p sales", 1, 1, 0),
        new("dictionary show -p sales", 0, 0, 0),
        new("dictionary note set -p sales -t orders --description 'One purchase.'", 1, 1, 0),
        new("dictionary note list -p sales", 0, 0, 0),
        new("dictionary note remove -p sales -t orders", 1, 1, 0),
        new("dictionary hint add -p sales --from orders.id --to customers.id", 1, 1, 0),
        new("dictionary hint list -p sales", 0, 0, 0),
        new("dictionary hint remove -p sales --from orders.id --to customers.id", 1, 1, 0),
        // The offline analyst has no server to test, whoever asks: the roles are in EndpointMatrixTests.
        new("model test -p sales", 1, 1, 1),
        new("prompt show -p sales", 1, 1, 0),
        new("usage -p sales", 0, 0, 0),
        new("audit list -p sales", 1, 1, 0),
        new("query -p sales --sql 'select 1 as one'", 1, 0, 0),
        new("saved-query save -p sales --name Mine --sql 'select 1 as one'", 1, 0, 0),
        new("saved-query list -p sales", 1, 0, 0),
        new("saved-query show -p sales Mine", 1, 0, 0),
        new("saved-query run -p sales Mine", 1, 0, 0),
        new("saved-query remove -p sales Mine", 1, 0, 0),
        new("ask -p sales 'How many orders are there?'", 0, 0, 0),
        new("eval run -p sales --file {cases}", 1, 0, 0),
        new("conversation list -p sales", 0, 0, 0),
        new("conversation show -p sales {conversation}", 0, 0, 0),
        new("conversation pin -p sales {conversation}", 0, 0, 0),
        new("conversation unpin -p sales {conversation}", 0, 0, 0),
        new("conversation rename -p sales {conversation} Another", 0, 0, 0),
        new("conversation switch -p sales {conversation} {run}", 0, 0, 0),
        new("chart save -p sales {chart} --output {picture}", 0, 0, 0),
        new("chart draw -p sales {result} --type bar --x-column {column} --output {picture}", 0, 0, 0),
        new("feedback give -p sales {conversation} {run} up", 0, 0, 0),
        new("feedback list -p sales", 0, 0, 0),
        new("feedback remove -p sales {conversation} {run}", 0, 0, 0),
        new("conversation remove -p sales {conversation}", 0, 0, 0),
        new("project archive -p sales", 1, 1, 0),
        new("project restore -p sales", 1, 1, 0, OfArchived: 0),
        new("project delete -p sales --name Sales", 1, 1, 0, OfArchived: 0),
    ];

    /// <summary>Exit codes for whoever is active, and for platform administrators.</summary>
    private static readonly (string Line, int Anybody, int Administrator)[] _ofPlatform =
    [
        ("project list", 0, 0),
        ("project archived", 0, 0),
        ("project add --name Other --slug other --db-host localhost --db-name x --db-user x --db-password x", 1, 0),
        ("user list", 1, 0),
        ("user add --email new@example.test --name New", 1, 0),
        ("user set-password --email new@example.test", 1, 0),
        ("user reset-link new@example.test", 1, 0),
        ("user sign-in-link --email new@example.test", 1, 0),
        ("user disable --email new@example.test", 1, 0),
        ("user enable --email new@example.test", 1, 0),
        ("user promote --email new@example.test", 1, 0),
        ("user demote --email new@example.test", 1, 0),
        ("user sign-out --email new@example.test", 1, 0),
        ("user passkeys new@example.test", 1, 0),
        // The id is nobody's passkey; see PasskeysTests.
        ("user remove-passkey new@example.test {run}", 1, 1),
        // There is no such project; who may invite to one is in InvitationsTests and InvitationCommandTests.
        ("member invite -p no-such --email new@example.test --role viewer", 1, 1),
        ("audit list", 1, 0),
        ("status", 1, 0),
        ("token add --name nightly --scope read", 0, 0),
        ("token list", 0, 0),
        // The id is nobody's token.
        ("token revoke {run}", 1, 1),
        ("keys list", 1, 0),
        // These keys are fresh and in no file, so there is nothing to do for anybody: see KeyRotationTests.
        ("keys rotate", 1, 1),
        ("keys prune", 1, 1),
    ];

    /// <summary>They act as nobody: whoever can start them holds the platform's files.</summary>
    private static readonly string[] _ofHost = ["serve", "guard check", "migrate", "keys new", "database exec", "config check", "health", "guide"];

    public async ValueTask InitializeAsync()
    {
        _cli = await CliTester.CreateAsync(server, Token);
        _database = await server.CreateDatabaseAsync(Token);
        await using var source = NpgsqlDataSource.Create(_database);
        await using var command = source.CreateCommand("""
            create table customers (id int primary key, city text);
            create table orders (id int primary key, status text not null);
            insert into orders select i, 's' || i % 3 from generate_series(1, 30) i;
            """);
        await command.ExecuteNonQueryAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _cli.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Every_command_has_a_row_and_every_row_a_command()
    {
        var root = CommandLine.Build(new CliStreams(TextReader.Null, TextWriter.Null, TextWriter.Null), (_, _) => throw new NotSupportedException());

        var rows = _ofProject.Select(r => r.Line).Concat(_ofPlatform.Select(r => r.Line)).Concat(_ofHost).Select(line => NameOf(root, line)).Distinct();

        Assert.Equal(Leaves(root, "").Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Persons))]
    public async Task Everybody_may_do_what_is_theirs(Person person)
    {
        var (email, places) = await AppearAsync(person);
        List<string> wrong = [];
        foreach (var row in _ofProject)
            await TryAsync(row.Line, person switch { Person.Viewer => row.Viewer, Person.Analyst => row.Analyst, Person.Admin => row.Admin, Person.OfArchived => row.OfArchived, _ => 1 });
        foreach (var (line, anybody, administrator) in _ofPlatform)
            await TryAsync(line, person switch { Person.Administrator => administrator, Person.Disabled => 1, _ => anybody });
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));

        async Task TryAsync(string line, int expected)
        {
            var args = Word().Matches(line).Select(match => Fill(match.Value.Trim('\''), places));
            var result = await _cli.RunAsync([.. args, "--as", email], Token, "four quiet green boats\n");
            if (result.Code != expected)
                wrong.Add($"{line}: {result.Code} instead of {expected}: {result.Error}{result.Output[..Math.Min(200, result.Output.Length)]}");
            else if (expected != 0 && result.Output.Length > 0)
                wrong.Add($"{line}: it failed, but it tells {result.Output}");
        }
    }

    /// <summary>A project of an admin, and the person with what they can point at: their own as members, the admin's else.</summary>
    private async Task<(string Email, Dictionary<string, string> Places)> AppearAsync(Person person)
    {
        var login = new NpgsqlConnectionStringBuilder(await server.AddReaderAsync(_database, "public", Token));
        await OkAsync(
            [
                "project", "add", "--name", "Sales", "--slug", "sales", "--db-host", login.Host!, "--db-port", $"{login.Port}", "--db-name", login.Database!,
                "--db-user", login.Username!, "--db-password", "-", "--db-tls", "disable",
            ], $"{login.Password ?? "x"}\n");
        const string Email = "ada@example.test";
        await OkAsync(["user", "add", "--email", "newcomer@example.test", "--name", "Newcomer"]);
        await OkAsync(["member", "invite", "-p", "sales", "--email", "invited@example.test", "--role", "viewer"]);
        await OkAsync(["user", "add", "--email", Email, "--name", "Ada", .. person == Person.Administrator ? (string[])["--admin"] : []]);
        var isMember = person is not (Person.Stranger or Person.Administrator);
        if (isMember)
            await OkAsync(["member", "add", "-p", "sales", "--email", Email, "--role", person is Person.Viewer ? "viewer" : person is Person.Analyst ? "analyst" : "admin"]);
        var asked = await OkAsync(["ask", "-p", "sales", "--json", "Bar chart of orders by status", .. isMember ? (string[])["--as", Email] : []]);
        Dictionary<string, string> places = new()
        {
            ["database"] = _database,
            ["newcomer"] = "newcomer@example.test",
            ["invited"] = "invited@example.test",
            ["conversation"] = (string)asked.Json["conversation_id"]!,
            ["run"] = (string)asked.Json["run_id"]!,
            ["chart"] = (string)asked.Json["charts"]![0]!["chart_id"]!,
            ["result"] = (string)asked.Json["results"]![0]!["result_id"]!,
            ["column"] = "status",
            ["picture"] = Path.Combine(_folder, "chart.png"),
            ["cases"] = Path.Combine(_folder, "cases.jsonl"),
        };
        await File.WriteAllTextAsync(places["cases"], """{"question": "How many orders are there?", "sql": "select count(*) from orders"}""", Token);
        await using PlatformDbContext db = _cli.Platform.CreateDbContext();
        _ = person switch
        {
            Person.Removed => await db.Memberships.Where(m => db.Users.Any(u => u.Id == m.UserId && u.Email == Email)).ExecuteDeleteAsync(Token),
            Person.Disabled => await db.Users.Where(u => u.Email == Email).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, DateTimeOffset.UtcNow), Token),
            Person.OfArchived => await db.Projects.ExecuteUpdateAsync(set => set.SetProperty(p => p.ArchivedAt, DateTimeOffset.UtcNow), Token),
            _ => 0,
        };
        return (Email, places);
    }

    private async Task<CliResult> OkAsync(string[] args, string input = "")
    {
        var result = await _cli.RunAsync(args, Token, input);
        Assert.True(result.Code == 0, result.Error);
        return result;
    }

    private static string Fill(string text, Dictionary<string, string> places) =>
        places.Aggregate(text, (filled, place) => filled.Replace($"{{{place.Key}}}", place.Value, StringComparison.Ordinal));

    private static IEnumerable<string> Leaves(Command command, string name) => command.Subcommands.Count == 0
        ? [name]
        : command.Subcommands.SelectMany(sub => Leaves(sub, $"{name} {sub.Name}".Trim()));

    private static string NameOf(Command root, string line)
    {
        var (command, name) = (root, "");
        foreach (var word in line.Split(' '))
        {
            if (command.Subcommands.FirstOrDefault(sub => sub.Name == word) is not { } next)
                break;
            (command, name) = (next, $"{name} {word}".Trim());
        }

        return name;
    }

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Word();
}
