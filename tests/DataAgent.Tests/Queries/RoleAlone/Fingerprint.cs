using System.Text.RegularExpressions;

namespace DataAgent.Tests.Queries.RoleAlone;

/// <summary>All of a server that a statement could change, as lines to compare; taken by a superuser.</summary>
internal static partial class Fingerprint
{
    // Catalogs whose rows the server itself changes while nobody does anything are counted; the others are read to the last byte.
    private const string Sql = """
        select string_agg(line, E'\n' order by line) from (
            select c.oid::regclass || ' ' || md5(query_to_xml(format('select * from %s t order by t::text', c.oid::regclass), true, false, '')::text) as line
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'm') and n.nspname in ('shop', 'vault', 'public')
                or c.oid in ('pg_authid'::regclass, 'pg_auth_members'::regclass, 'pg_db_role_setting'::regclass, 'pg_largeobject'::regclass,
                    'pg_largeobject_metadata'::regclass, 'pg_proc'::regclass, 'pg_namespace'::regclass, 'pg_description'::regclass,
                    'pg_shdescription'::regclass, 'pg_default_acl'::regclass, 'pg_trigger'::regclass, 'pg_rewrite'::regclass, 'pg_policy'::regclass,
                    'pg_extension'::regclass, 'pg_foreign_server'::regclass, 'pg_user_mapping'::regclass, 'pg_publication'::regclass,
                    'pg_event_trigger'::regclass, 'pg_type'::regclass, 'pg_operator'::regclass, 'pg_cast'::regclass, 'pg_collation'::regclass)
            union all
            select c.oid::regclass || ' ' || (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %s', c.oid::regclass), true, true, '')))[1]::text
            from pg_class c where c.relkind = 'r' and c.relnamespace = 'pg_catalog'::regnamespace and c.relname !~ '^pg_statistic$'
            union all
            select 'acl ' || relname || ' ' || relowner || ' ' || relkind::text || coalesce(relacl::text, '') from pg_class
            union all
            select 'sequence ' || c.oid::regclass || (xpath('/row/v/text()', query_to_xml(format('select last_value || is_called::text as v from %s', c.oid::regclass), true, true, '')))[1]::text
            from pg_class c where c.relkind = 'S'
            union all
            select 'slot ' || slot_name from pg_replication_slots
            union all
            select 'prepared ' || gid from pg_prepared_xacts
            union all
            select 'lock ' || objid from pg_locks where locktype = 'advisory'
            union all
            select 'setting ' || name || ' ' || coalesce(setting, '') from pg_settings where name not in ('transaction_read_only')
            union all
            select 'file ' || f || ' ' || (pg_stat_file(f)).size from (
                select d || '/' || pg_ls_dir(d) as f from unnest(array['.', 'global', 'pg_tblspc', 'pg_replslot', 'pg_logical']) d) files
            where f !~ '^(./server.log|./postmaster.pid|./pg_|./global|./base|global/pg_control|global/[0-9]|global/pg_internal)'
        ) lines
        """;

    public static Task<string> OfAsync(GuardlessShop shop) => shop.ScalarAsync(Sql);

    /// <summary>The files on this machine that a statement names.</summary>
    public static string OfFiles(string statement) => string.Join('\n', PathWord().Matches(statement).Select(match => new FileInfo(match.Groups[1].Value))
        .Select(file => $"{file.FullName} {(file.Exists ? $"{file.Length} {file.LastWriteTimeUtc:O}" : "is missing")}"));

    /// <summary>Lines that are on one side only.</summary>
    public static IEnumerable<string> Difference(string before, string after)
    {
        var (old, now) = (before.Split('\n'), after.Split('\n'));
        return old.Except(now).Select(line => $"- {line}").Concat(now.Except(old).Select(line => $"+ {line}"));
    }

    [GeneratedRegex("'(/[^'\n]+)'")]
    private static partial Regex PathWord();
}
