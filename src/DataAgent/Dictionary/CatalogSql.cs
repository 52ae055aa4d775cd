namespace DataAgent.Dictionary;

/// <summary>The catalog queries, one a kind of thing. All take the schema ($1), the allow list ($2) and the exclude list ($3).</summary>
/// <remarks>
/// From <c>pg_catalog</c>, which every role may read: <c>information_schema</c> shows a role no keys of tables it only reads.
/// Written for PostgreSQL 13 to 18.
/// </remarks>
internal static class CatalogSql
{
    /// <summary>One text format on every server, and no name of another schema in the way. Local to the transaction, so it works behind a pooler.</summary>
    public const string Settings = """
        select set_config('search_path', quote_ident($1), true), set_config('transaction_read_only', 'on', true),
               set_config('statement_timeout', '30s', true), set_config('datestyle', 'ISO, YMD', true),
               set_config('intervalstyle', 'postgres', true), set_config('timezone', 'UTC', true), set_config('extra_float_digits', '1', true),
               set_config('jit', 'off', true)
        where $2::text[] is not null and $3::text[] is not null
        """;

    public const string Schema = """
        select n.oid is not null, coalesce(has_schema_privilege(n.oid, 'USAGE'), false)
        from (select $1::text as name where $2::text[] is not null and $3::text[] is not null) as asked
        left join pg_namespace n on n.nspname = asked.name
        """;

    // Reading a table reads its partitions and children, whatever the role may do with those. Other sessions' temporary ones stay out.
    // When a child is hidden is SqlGuard.GuardPolicy.Hides, here in SQL: such a table is partial. A partition belongs to its table: it is
    // listed only when no whole table above it is, and never when one above it is excluded.
    private const string Visible = """
        descent (parent, child) as (
            select inhparent, inhrelid from pg_inherits
            union
            select d.parent, i.inhrelid from descent d join pg_inherits i on i.inhparent = d.child
        ), kin as materialized (
            select d.parent, c.relname::text as name,
                   c.relnamespace is distinct from (select oid from pg_namespace where nspname = $1) or c.relname::text = any ($3::text[])
                   or (not c.relispartition and cardinality($2::text[]) > 0 and c.relname::text <> all ($2::text[])) as is_hidden
            from descent d join pg_class c on c.oid = d.child
            where c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
        ), listed as (
            select c.oid, c.relname::text as name, c.relkind, c.relispartition, c.relnamespace,
                   c.oid in (select parent from kin where is_hidden) as is_partial, has_table_privilege(c.oid, 'SELECT') as is_whole
            from pg_class c
            where c.relnamespace = (select oid from pg_namespace where nspname = $1) and c.relkind in ('r', 'v', 'm', 'f', 'p')
              and has_any_column_privilege(c.oid, 'SELECT')
              and (cardinality($2::text[]) = 0 or c.relname::text = any ($2::text[])) and c.relname::text <> all ($3::text[])
        ), above as (
            select oid from listed where not is_partial
            union
            select oid from pg_class where relnamespace = (select oid from pg_namespace where nspname = $1) and relname::text = any ($3::text[])
        ), visible as materialized (
            select l.* from listed l
            where not l.relispartition or not exists (
                select from pg_partition_ancestors(l.oid) a where a.relid::oid <> l.oid and a.relid::oid in (select oid from above))
        )
        """;

    // Before PostgreSQL 14, 0 rows on 0 pages is what a table has that was never analysed; since then it is -1.
    private const string Rows = """
        case when c.reltuples < 0 or (c.reltuples = 0 and c.relpages = 0 and current_setting('server_version_num')::int < 140000)
             then null else c.reltuples end
        """;

    public const string Tables = $"""
        with recursive {Visible}
        select v.oid::int8, v.name, v.relkind::text, d.description,
               (case when v.relkind = 'p' then p.rows when v.relkind = 'v' then null else {Rows} end)::int8,
               coalesce(p.partitions, 0)::int, v.is_partial, k.names
        from visible v
        join pg_class c on c.oid = v.oid
        left join pg_description d on d.classoid = 'pg_class'::regclass and d.objoid = v.oid and d.objsubid = 0
        left join lateral (
            select sum({Rows}) as rows, count(*) as partitions
            from pg_partition_tree(v.oid) t join pg_class c on c.oid = t.relid
            where t.isleaf and t.level > 0) p on v.relkind = 'p'
        left join (
            select parent, array_agg(name order by name) as names from kin where not is_hidden group by parent) k on k.parent = v.oid
        order by v.name
        """;

    public const string Columns = $"""
        with recursive {Visible}, col as materialized (
            select a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attidentity, a.attgenerated
            from visible v join pg_attribute a on a.attrelid = v.oid
            where a.attnum > 0 and not a.attisdropped and (v.is_whole or has_column_privilege(a.attrelid, a.attnum, 'SELECT'))
        ), base (of_type, type, is_array, is_not_null) as (
            select distinct atttypid, atttypid, false, false from col
            union
            select b.of_type, case when t.typtype = 'd' then t.typbasetype else t.typelem end, b.is_array or t.typtype <> 'd',
                   b.is_not_null or (t.typtype = 'd' and t.typnotnull and not b.is_array)
            from base b join pg_type t on t.oid = b.type
            where t.typtype = 'd' or (t.typcategory = 'A' and t.typelem <> 0)
        )
        select col.attrelid::int8, col.attname::text, format_type(col.atttypid, col.atttypmod), t.typname::text, t.typtype::text, b.is_array,
               not (col.attnotnull or b.is_not_null), pg_get_expr(f.adbin, f.adrelid, true), d.description,
               col.attgenerated <> '', col.attidentity <> '', case when n.nspname = $1 then t.typname::text else n.nspname || '.' || t.typname end,
               own.typtype = 'd', col.attnum
        from col
        join pg_type own on own.oid = col.atttypid
        join base b on b.of_type = col.atttypid
        join pg_type t on t.oid = b.type and t.typtype <> 'd' and not (t.typcategory = 'A' and t.typelem <> 0)
        join pg_namespace n on n.oid = t.typnamespace
        left join pg_attrdef f on f.adrelid = col.attrelid and f.adnum = col.attnum
        left join pg_description d on d.classoid = 'pg_class'::regclass and d.objoid = col.attrelid and d.objsubid = col.attnum
        order by col.attrelid, col.attnum
        """;

    // Columns by number: the reader knows their names, and a look-up for each key costs more than all the rest.
    // The second half: a foreign key that most partitions declare, but not the table above them, counts as the table's. It tells how to
    // join, and a new partition often lacks it. A partition may number its columns otherwise.
    public const string Constraints = $"""
        with recursive {Visible}
        select v.oid::int8, k.conname::text, k.contype::text, k.conkey, k.confrelid::int8, k.confkey,
               case k.contype when 'c' then pg_get_expr(k.conbin, k.conrelid, true) when 'x' then pg_get_constraintdef(k.oid, true) end
        from visible v join pg_constraint k on k.conrelid = v.oid
        where (k.contype in ('p', 'u', 'c', 'f') or (k.contype = 'x' and v.is_whole)) and (k.conparentid = 0 or v.relispartition)
        union all
        select v.oid::int8, min(l.name), 'f', l.columns, l.confrelid::int8, l.referenced, null
        from visible v
        cross join lateral (
            select k.conname::text as name, k.confrelid, k.confkey as referenced,
                   (select array_agg(o.attnum order by x.n) from unnest(k.conkey) with ordinality x (attnum, n)
                        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.attnum
                        join pg_attribute o on o.attrelid = v.oid and o.attname = a.attname) as columns
            from pg_partition_tree(v.oid) t join pg_constraint k on k.conrelid = t.relid
            where t.isleaf and k.contype = 'f' and k.conparentid = 0) l
        where v.relkind = 'p'
        group by v.oid, l.columns, l.confrelid, l.referenced
        having count(*) * 2 > (select count(*) from pg_partition_tree(v.oid) t where t.isleaf)
        order by 1, 2
        """;

    public const string Indexes = $"""
        with recursive {Visible}
        select v.oid::int8, c.relname::text, i.indisunique, (i.indkey::int2[])[0:i.indnkeyatts - 1],
               case when i.indexprs is not null or i.indpred is not null then pg_get_indexdef(i.indexrelid, 0, true) end
        from visible v join pg_index i on i.indrelid = v.oid join pg_class c on c.oid = i.indexrelid
        where not i.indisprimary and i.indisvalid and i.indislive
          and ((i.indexprs is null and i.indpred is null) or v.is_whole)
        order by 1, 2
        """;

    /// <summary>Every enum of the database, by the same name the columns give it.</summary>
    public const string Enums = """
        select case when n.nspname = $1 then t.typname::text else n.nspname || '.' || t.typname end, n.nspname = $1,
               array_agg(e.enumlabel::text order by e.enumsortorder)
        from pg_enum e join pg_type t on t.oid = e.enumtypid join pg_namespace n on n.oid = t.typnamespace
        where $2::text[] is not null and $3::text[] is not null
        group by n.nspname, t.typname
        order by 1
        """;

    /// <summary>Also takes the extensions that are switched on ($4): their schemas are on the path of queries.</summary>
    public const string Names = """
        with space as (
            select oid, nspname from pg_namespace
            where (nspname in ($1, 'public') or oid in (select extnamespace from pg_extension where extname::text = any ($4::text[])))
              and $2::text[] is not null and $3::text[] is not null
        ), member as (
            select d.classid, d.objid, e.extname::text as extension
            from pg_depend d join pg_extension e on e.oid = d.refobjid
            where d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
        )
        select 'function', p.proname::text,
               array(select format_type(a.type, null) from unnest(p.proargtypes::oid[]) with ordinality a (type, n) order by a.n),
               m.extension,
               exists (select from pg_proc b where b.proname = p.proname and b.pronamespace = 'pg_catalog'::regnamespace),
               p.prosecdef, p.provolatile = 'v'
        from pg_proc p left join member m on m.classid = 'pg_proc'::regclass and m.objid = p.oid
        where p.pronamespace in (select oid from space)
        union all
        select 'operator', o.oprname::text,
               array[case when o.oprleft = 0 then 'none' else format_type(o.oprleft, null) end,
                     case when o.oprright = 0 then 'none' else format_type(o.oprright, null) end],
               m.extension, exists (select from pg_operator b where b.oprname = o.oprname and b.oprnamespace = 'pg_catalog'::regnamespace),
               coalesce(p.prosecdef, false), coalesce(p.provolatile = 'v', false)
        from pg_operator o
        left join pg_proc p on p.oid = o.oprcode
        left join member m on m.classid = 'pg_operator'::regclass and m.objid = o.oid
        where o.oprnamespace in (select oid from space)
        union all
        select 'type', t.typname::text, '{}', null, false, false, false
        from pg_type t left join pg_class c on c.oid = t.typrelid
        where t.typnamespace in (select oid from space where nspname = $1) and (t.typtype in ('e', 'd') or c.relkind = 'c')
        union all
        select 'extension type', t.typname::text, '{}', m.extension, false, false, false
        from pg_type t join member m on m.classid = 'pg_type'::regclass and m.objid = t.oid
        where m.extension = any ($4::text[]) and not exists (
            select from pg_type o
            where o.typname = t.typname and o.oid <> t.oid and o.typnamespace in (select oid from space where nspname = $1))
        union all
        select 'extension', e.extname::text, array[n.nspname::text], null, has_schema_privilege(n.oid, 'USAGE'), false, false
        from pg_extension e join pg_namespace n on n.oid = e.extnamespace
        order by 1, 2, 3
        """;

    /// <summary>What ANALYZE found, as far as the role may see it; cut to a length, for a table may have been given 10,000 buckets.</summary>
    /// <remarks>
    /// A partitioned table is analysed only by hand, so what is known of its partitions stands in, unless they are very many. Statistics of
    /// a partial table may hold values of hidden rows.
    /// </remarks>
    // Table by table (lateral): asked for all at once, pg_stats judges the rights on every column of the database. Sorted before they become
    // text, which is many times longer.
    public const string Statistics = $"""
        with recursive {Visible}, source as (
            select oid, oid as analysed from visible where not is_partial
            union all
            select v.oid, t.relid from visible v cross join lateral pg_partition_tree(v.oid) t
            where v.relkind = 'p' and not v.is_partial and t.isleaf and t.level > 0 and (select count(*) from pg_partition_tree(v.oid)) <= 100
        )
        select oid::int8, attname::text, oid = analysed, n_distinct, left(most_common_vals::text, 8000), left(histogram_bounds::text, 8000)
        from (
            select source.oid, source.analysed, s.*
            from source
            join pg_class c on c.oid = source.analysed
            join pg_namespace n on n.oid = c.relnamespace
            cross join lateral (
                select distinct on (attname) attname, n_distinct, most_common_vals, histogram_bounds
                from pg_stats where schemaname = n.nspname and tablename = c.relname
                order by attname, inherited desc) s
            order by source.oid, s.attname, source.analysed) as found
        order by found.oid, found.attname, found.analysed
        """;
}
