using System.Data;
using Npgsql;

namespace DataAgent.Dictionary;

/// <summary>Reads what a schema holds, as the role of the connection sees it. Never scans a table.</summary>
internal sealed class SchemaReader(TimeProvider time)
{
    /// <param name="connection">Open, in no transaction; it is left so, with no setting changed.</param>
    /// <exception cref="DictionaryException">The schema is missing, or the role may not use it.</exception>
    public async Task<DataDictionary> ReadAsync(NpgsqlConnection connection, SchemaScope scope, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var catalog = await CatalogReader.ReadAsync(connection, scope, cancellationToken);
        await new SampleReader(connection, scope.Schema, time).ReadAsync(catalog.Tables, cancellationToken);
        await transaction.RollbackAsync(cancellationToken);
        return new DataDictionary(scope.Schema, time.GetUtcNow(), [.. catalog.Tables.Select(t => t.ToTable())], catalog.Enums)
        {
            PartialTables = [.. catalog.Partial.Select(t => t.ToPartialTable())],
            FunctionSignatures = catalog.Names.Functions,
            OperatorSignatures = catalog.Names.Operators,
            Types = catalog.Names.Types,
            Extensions = catalog.Names.Extensions,
        };
    }
}
