using System.Collections.Frozen;
using DataAgent.SqlGuard.Names;
using DataAgent.SqlGuard.Parsing;

namespace DataAgent.SqlGuard.Rules;

/// <summary>Refuses types that are neither PostgreSQL's plain data types nor the project's own.</summary>
/// <remarks>
/// A cast runs a function: to regclass and its kin it looks names up in the catalog. Every table is a type as well, so a type
/// may be the name of a table only where that table may be read: <c>(null::t).*</c> shows its columns.
/// </remarks>
internal sealed class TypeRule : IGuardRule
{
    private static readonly FrozenSet<string> BuiltIn = ("bool int2 int4 int8 float4 float8 numeric money text varchar bpchar char name bytea bit varbit "
        + "date time timetz timestamp timestamptz interval uuid json jsonb jsonpath inet cidr macaddr macaddr8 point line lseg box path polygon circle "
        + "tsvector tsquery int4range int8range numrange daterange tsrange tstzrange "
        + "int4multirange int8multirange nummultirange datemultirange tsmultirange tstzmultirange").Split(' ').ToFrozenSet();

    public IEnumerable<Refusal> Check(SqlUnderReview sql)
    {
        foreach (var type in sql.All("TypeName"))
        {
            var name = type.Names("names");
            if (!IsAllowed(name, sql))
                yield return sql.Refuse(RefusalCode.TypeNotAllowed, type, Message(name[^1], sql.Policy));
            if (type.Items("typmods").Any(modifier => modifier.Kind is not ("A_Const" or "ColumnRef")))
                yield return sql.Refuse(RefusalCode.NotAllowedConstruct, type, "The length or precision of a type must be a plain number.");
        }
    }

    private static bool IsAllowed(string[] name, SqlUnderReview sql) => name switch
    {
        [var plain] => IsBuiltIn(plain) || IsOfProject(null, plain, sql) || ExtensionNames.HasType(plain, sql.Policy),
        ["pg_catalog", var builtIn] => IsBuiltIn(builtIn),
        [var schema, var own] => IsOfProject(schema, own, sql) || ExtensionNames.HasType(own, sql.Policy, schema),
        _ => false,
    };

    private static string Message(string name, GuardPolicy policy) =>
        ExtensionNames.Advice("type", name, policy, known => known.Types)
        ?? $"The type {Suggestion.Quoted(name)} is not allowed. Use an ordinary data type, or one of this project's own.";

    private static bool IsBuiltIn(string name) => BuiltIn.Contains(name) || (name.StartsWith('_') && BuiltIn.Contains(name[1..]));

    /// <summary>Without a catalog only the lists can tell; then a name that could be a hidden table is refused.</summary>
    private static bool IsOfProject(string? schema, string name, SqlUnderReview sql)
    {
        if ((schema ?? sql.Policy.Schema) != sql.Policy.Schema || RelationCatalog.IsSystemSchema(sql.Policy.Schema))
            return false;
        if (sql.Policy.Catalog is not { } catalog)
            return !IsSystemType(name) && sql.Catalog.IsListed(name);
        return (schema is not null || !IsSystemType(name)) && (catalog.Types.Contains(name) || sql.Catalog.IsVisible(name));
    }

    /// <summary>Without a schema these mean PostgreSQL's own; a name with <c>_</c> in front is the array of another type.</summary>
    private static bool IsSystemType(string name) =>
        name.StartsWith('_') || RelationCatalog.IsSystemName(name) || SystemTypes.Contains(name);

    private static readonly FrozenSet<string> SystemTypes = ("regclass regcollation regconfig regdatabase regdictionary regnamespace regoper regoperator "
        + "regproc regprocedure regrole regtype any anyarray anycompatible anycompatiblearray anycompatiblemultirange anycompatiblenonarray "
        + "anycompatiblerange anyelement anyenum anymultirange anynonarray anyrange aclitem cid cstring event_trigger fdw_handler gtsvector "
        + "index_am_handler int2vector internal language_handler oid oidvector oid8 opaque record refcursor smgr table_am_handler tid trigger "
        + "tsm_handler txid_snapshot unknown void xid xid8 xml").Split(' ').ToFrozenSet();
}
