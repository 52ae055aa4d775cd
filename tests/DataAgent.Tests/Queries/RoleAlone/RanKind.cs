using System.Text.RegularExpressions;
using DataAgent.SqlGuard;
using DataAgent.SqlGuard.Tests;

namespace DataAgent.Tests.Queries.RoleAlone;

/// <summary>What a statement gives that the role alone does not stop. Every login of a PostgreSQL server gets the same.</summary>
internal static partial class RanKind
{
    public static string Of(SqlCase one) => one.Code switch
    {
        RefusalCode.SystemCatalog => Catalog,
        RefusalCode.SystemColumn => "system columns (where a visible row lies, which transaction wrote it)",
        _ when SizeWord().IsMatch(one.Sql) => "size, file name and rights of a hidden table, no row of it",
        _ when TextWord().IsMatch(one.Sql) => "SQL inside a string, which runs with the role's rights and no others",
        _ when EffectWord().IsMatch(one.Sql) => "session effects that end with the rollback (locks, settings, notifications, large objects before 16, transaction ids)",
        _ when ServerWord().IsMatch(one.Sql) => "server, session and login (version, addresses, process ids, settings, activity without the queries of others)",
        _ when NameWord().IsMatch(one.Sql) => Catalog,
        _ => "nothing but what the role may read (types, XML, the project's own functions, forms the guard leaves out)",
    };

    private const string Catalog = "catalog (names, definitions, comments and settings of roles, of hidden tables and schemas too)";

    [GeneratedRegex(@"pg_(total_)?relation_size|pg_database_size|pg_relation_filepath|has_\w+_privilege|row_security_active|pg_stat_get_live_tuples")]
    private static partial Regex SizeWord();

    [GeneratedRegex("query_to_xml|database_to_xml|ts_stat")]
    private static partial Regex TextWord();

    [GeneratedRegex(
        @"set_config|advisory|notify|listen|setseed|\blo_|emit_message|terminate_backend|txid_current|export_snapshot|pg_sleep"
        + @"|^(prepare|deallocate|declare|close|set|reset|commit|rollback|savepoint|analyze|begin)\b")]
    private static partial Regex EffectWord();

    [GeneratedRegex(
        @"version\(|current_(user|role|database|catalog|schema|schemas|query|setting|snapshot)|session_user|select user|inet_|postmaster|backend_pid|pg_stat_get_activity"
        + @"|lock_status|all_settings|show all|pg_prepared|pg_cursor|in_recovery|encoding_to_char|actual_version")]
    private static partial Regex ServerWord();

    [GeneratedRegex(
        @"reg(class|role|namespace|proc|procedure|type|operator|oper|collation|config|dictionary)\b|pg_get_|_description|format_type|pg_typeof"
        + "|partition_tree|is_visible|salaries|pg_authid|pg_class|information_schema|ts_token_type",
        RegexOptions.IgnoreCase)]
    private static partial Regex NameWord();
}
