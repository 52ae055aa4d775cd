using DataAgent.SqlGuard;
using Npgsql;

namespace DataAgent.Dictionary;

/// <summary>What a name in a query could mean beyond tables: functions, operators, types, and the extensions some of them belong to.</summary>
internal sealed class SchemaNames(SchemaScope scope)
{
    private readonly List<(string Extension, string Type)> _extensionTypes = [];
    private readonly List<InstalledExtension> _extensions = [];

    public List<Signature> Functions { get; } = [];
    public List<Signature> Operators { get; } = [];
    public List<string> Types { get; } = [];

    public IReadOnlyList<InstalledExtension> Extensions =>
        [.. _extensions.Select(e => e with { Types = [.. _extensionTypes.Where(t => t.Extension == e.Name).Select(t => t.Type)] })];

    public static async Task<SchemaNames> ReadAsync(NpgsqlConnection connection, SchemaScope scope, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { scope.Asking(CatalogSql.Settings), Asking(scope) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var names = new SchemaNames(scope);
        while (await reader.ReadAsync(cancellationToken))
            names.Add(reader);
        return names;
    }

    public static NpgsqlBatchCommand Asking(SchemaScope scope)
    {
        var command = scope.Asking(CatalogSql.Names);
        command.Parameters.Add(new() { Value = scope.Extensions.ToArray() });
        return command;
    }

    public void Add(NpgsqlDataReader row)
    {
        var (name, arguments, extension) = (row.GetString(1), row.GetFieldValue<string[]>(2), row.IsDBNull(3) ? null : row.GetString(3));
        switch (row.GetString(0))
        {
            case "function":
                Functions.Add(Signature());
                break;
            case "operator":
                Operators.Add(Signature());
                break;
            case "type":
                Types.Add(name);
                break;
            case "extension type":
                _extensionTypes.Add((extension!, name));
                break;
            case "extension" when KnownExtensions.Names.Contains(name):
                _extensions.Add(new InstalledExtension(name, arguments[0], scope.Extensions.Contains(name), row.GetBoolean(4)));
                break;
        }

        Signature Signature() => new(name, arguments)
        {
            Extension = extension,
            HasBuiltIn = row.GetBoolean(4),
            IsDefiner = row.GetBoolean(5),
            IsVolatile = row.GetBoolean(6),
        };
    }
}
