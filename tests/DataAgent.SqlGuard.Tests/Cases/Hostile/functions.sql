-- FunctionNotAllowed: reads a file
select pg_read_file('/etc/passwd')

-- FunctionNotAllowed: reads a file, qualified
select pg_catalog.pg_read_file('/etc/passwd')

-- FunctionNotAllowed: reads a file, qualified in quotes
select "pg_catalog"."pg_read_file"('/etc/passwd')

-- FunctionNotAllowed: reads a file, upper case
SELECT PG_READ_FILE('/etc/passwd')

-- FunctionNotAllowed: reads a file, by Unicode escapes
select U&"pg\005fread_file"('/etc/passwd')

-- FunctionNotAllowed: reads a file, comment between name and parenthesis
select pg_read_file /**/ ('/etc/passwd')

-- FunctionNotAllowed: reads a binary file
select pg_read_binary_file('/etc/passwd')

-- FunctionNotAllowed: lists a directory
select * from pg_ls_dir('/')

-- FunctionNotAllowed: lists the log directory
select * from pg_ls_logdir()

-- FunctionNotAllowed: file's properties
select (pg_stat_file('/etc/passwd')).size

-- FunctionNotAllowed: runs SQL text
select query_to_xml('select * from vault.secrets', true, false, '')

-- FunctionNotAllowed: runs SQL text, qualified
select pg_catalog.query_to_xml('select 1', true, true, '')

-- FunctionNotAllowed: schema of SQL text
select query_to_xmlschema('select * from salaries', true, true, '')

-- FunctionNotAllowed: both of them
select query_to_xml_and_xmlschema('select 1', true, true, '')

-- FunctionNotAllowed: reads a table by name
select table_to_xml('vault.secrets', true, true, '')

-- FunctionNotAllowed: reads a schema by name
select schema_to_xml('vault', true, true, '')

-- FunctionNotAllowed: reads the whole database
select database_to_xml(true, true, '')

-- FunctionNotAllowed: reads a cursor
select cursor_to_xml('c', 1, true, true, '')

-- FunctionNotAllowed: runs SQL for words
select * from ts_stat('select body from shop.events')

-- FunctionNotAllowed: runs SQL for rewriting
select ts_rewrite('a'::tsquery, 'select t, s from vault.aliases')

-- FunctionNotAllowed: sleeps
select pg_sleep(1000)

-- FunctionNotAllowed: sleeps in a condition
select 1 from customers where pg_sleep(1) is null

-- FunctionNotAllowed: sleeps by interval
select pg_sleep_for('5 minutes')

-- FunctionNotAllowed: sleeps until
select pg_sleep_until('tomorrow')

-- FunctionNotAllowed: sleeps in a CASE
select case when total > 5 then pg_sleep(5)::text end from orders

-- FunctionNotAllowed: sets a setting
select set_config('statement_timeout', '0', false)

-- FunctionNotAllowed: reads a setting
select current_setting('data_directory')

-- FunctionNotAllowed: reads a setting, missing ok
select current_setting('x.y', true)

-- FunctionNotAllowed: moves a sequence
select nextval('shop.events_id_seq')

-- FunctionNotAllowed: sets a sequence
select setval('shop.events_id_seq', 1)

-- FunctionNotAllowed: reads a sequence
select currval('shop.events_id_seq')

-- FunctionNotAllowed: last value of a sequence
select lastval()

-- FunctionNotAllowed: ends a connection
select pg_terminate_backend(1)

-- FunctionNotAllowed: cancels a query
select pg_cancel_backend(pid) from generate_series(1, 99999) pid

-- FunctionNotAllowed: reloads the configuration
select pg_reload_conf()

-- FunctionNotAllowed: rotates the log
select pg_rotate_logfile()

-- FunctionNotAllowed: switches the log
select pg_switch_wal()

-- FunctionNotAllowed: promotes a standby
select pg_promote()

-- FunctionNotAllowed: creates a slot
select pg_create_physical_replication_slot('x')

-- FunctionNotAllowed: reads changes of a slot
select * from pg_logical_slot_get_changes('x', null, null)

-- FunctionNotAllowed: emits a message
select pg_logical_emit_message(true, 'a', 'b')

-- FunctionNotAllowed: takes an advisory lock
select pg_advisory_lock(1)

-- FunctionNotAllowed: takes a shared advisory lock
select pg_try_advisory_xact_lock_shared(1)

-- FunctionNotAllowed: notifies
select pg_notify('x', 'y')

-- FunctionNotAllowed: imports a large object
select lo_import('/etc/passwd')

-- FunctionNotAllowed: exports a large object
select lo_export(1, '/tmp/x')

-- FunctionNotAllowed: makes a large object inside READ ONLY
select lo_from_bytea(0, 'x')

-- FunctionNotAllowed: creates a large object
select lo_create(0)

-- FunctionNotAllowed: reads a large object
select lo_get(1)

-- FunctionNotAllowed: writes a large object
select lo_put(1, 0, 'x')

-- FunctionNotAllowed: unlinks large objects
select lo_unlink(oid) from generate_series(1, 9) oid

-- FunctionNotAllowed: opens a large object
select loread(lo_open(1, 262144), 100)

-- FunctionNotAllowed: size of a table
select pg_relation_size('salaries')

-- FunctionNotAllowed: size of everything
select pg_total_relation_size('shop.salaries')

-- FunctionNotAllowed: size of a database
select pg_database_size('postgres')

-- FunctionNotAllowed: size of a value
select pg_column_size(name) from customers

-- FunctionNotAllowed: source of a view
select pg_get_viewdef('shop.active_customers')

-- FunctionNotAllowed: source of a function
select pg_get_functiondef(1)

-- FunctionNotAllowed: definition of an index
select pg_get_indexdef(1)

-- FunctionNotAllowed: definition of a constraint
select pg_get_constraintdef(1)

-- FunctionNotAllowed: expression of a default
select pg_get_expr('x', 1)

-- FunctionNotAllowed: owner's name
select pg_get_userbyid(10)

-- FunctionNotAllowed: privileges on a table
select has_table_privilege('salaries', 'select')

-- FunctionNotAllowed: privileges on a column
select has_column_privilege('salaries', 'amount', 'select')

-- FunctionNotAllowed: membership
select pg_has_role('postgres', 'member')

-- FunctionNotAllowed: comment of a table
select obj_description(1)

-- FunctionNotAllowed: comment of a column
select col_description(1, 1)

-- FunctionNotAllowed: type's name
select format_type(1, 1)

-- FunctionNotAllowed: looks a name up
select to_regclass('vault.secrets')

-- FunctionNotAllowed: looks a role up
select to_regrole('postgres')

-- FunctionNotAllowed: type name as a function
select regclass('salaries')

-- FunctionNotAllowed: oid of a type
select oid('1')

-- FunctionNotAllowed: version of the server
select version()

-- FunctionNotAllowed: name of the database
select current_database()

-- FunctionNotAllowed: schemas on the path
select current_schemas(true)

-- FunctionNotAllowed: address of the server
select inet_server_addr()

-- FunctionNotAllowed: address of the client
select inet_client_addr()

-- FunctionNotAllowed: start of the server
select pg_postmaster_start_time()

-- FunctionNotAllowed: process number
select pg_backend_pid()

-- FunctionNotAllowed: text of the running query
select current_query()

-- FunctionNotAllowed: transaction number
select txid_current()

-- FunctionNotAllowed: snapshot
select pg_current_snapshot()

-- FunctionNotAllowed: exports a snapshot
select pg_export_snapshot()

-- FunctionNotAllowed: statistics of a table
select pg_stat_get_live_tuples(1)

-- FunctionNotAllowed: resets statistics
select pg_stat_reset()

-- FunctionNotAllowed: activity of others
select * from pg_stat_get_activity(null)

-- FunctionNotAllowed: locks of others
select * from pg_lock_status()

-- FunctionNotAllowed: settings of all
select * from pg_show_all_settings()

-- FunctionNotAllowed: prepared statements
select * from pg_prepared_statement()

-- FunctionNotAllowed: cursors
select * from pg_cursor()

-- FunctionNotAllowed: rules of access
select * from pg_hba_file_rules()

-- FunctionNotAllowed: seeds the random numbers
select setseed(0.5)

-- FunctionNotAllowed: mcv list
select * from pg_mcv_list_items(null)

-- FunctionNotAllowed: access list taken apart
select * from aclexplode(null)

-- FunctionNotAllowed: internal function
select int4in('1')

-- FunctionNotAllowed: internal output function
select textout('x')

-- FunctionNotAllowed: output of a row
select record_out(c) from customers c

-- FunctionNotAllowed: handler
select bthandler(null)

-- FunctionNotAllowed: encoding check
select pg_encoding_to_char(6)

-- FunctionNotAllowed: collation version
select pg_collation_actual_version(100)

-- FunctionNotAllowed: xpath
select xpath('//a', '<a/>')

-- FunctionNotAllowed: xml exists
select xmlexists('//a' passing '<a/>')

-- FunctionNotAllowed: xml is well formed
select xml_is_well_formed('<a/>')

-- FunctionNotAllowed: xml aggregate
select xmlagg(doc) from events

-- FunctionNotAllowed: collation for
select collation for (name) from customers

-- FunctionNotAllowed: dblink
select * from dblink('host=evil', 'select 1') as x(a int)

-- FunctionNotAllowed: dblink, qualified
select public.dblink_exec('x', 'drop table y')

-- FunctionNotAllowed: foreign data wrapper's function
select postgres_fdw_get_connections()

-- FunctionNotAllowed: crosstab runs SQL
select * from crosstab('select 1, 2, 3') as x(a int, b int)

-- FunctionNotAllowed: connectby reads a table by name
select * from connectby('vault.secrets', 'id', 'p', '1', 0) as x(a int)

-- FunctionNotAllowed: page inspection
select * from heap_page_items(get_raw_page('salaries', 0))

-- FunctionNotAllowed: admin pack
select pg_file_write('/tmp/x', 'y', false)

-- FunctionNotAllowed: unknown function
select no_such_function(1)

-- FunctionNotAllowed: project's function unqualified
select leak('x')

-- FunctionNotAllowed: project's function qualified
select shop.leak('x')

-- FunctionNotAllowed: project's function over a row
select total_of(o) from orders o

-- FunctionNotAllowed: function of another schema
select vault.reveal()

-- FunctionNotAllowed: function of public
select public.f()

-- FunctionNotAllowed: function with database
select db.public.f(1)

-- FunctionNotAllowed: wrong case in quotes
select "COUNT"(*) from orders

-- FunctionNotAllowed: built-in name in another schema
select vault.lower('x')

-- FunctionNotAllowed: built-in name in the project's schema
select shop.length('x')

-- FunctionNotAllowed: in FROM
select * from pg_ls_dir('/') as f

-- FunctionNotAllowed: in FROM with ordinality
select * from pg_ls_dir('/') with ordinality as f(a, b)

-- FunctionNotAllowed: in ROWS FROM
select * from rows from (generate_series(1, 2), pg_ls_dir('/')) as r

-- FunctionNotAllowed: in ROWS FROM with column definitions
select * from rows from (json_to_recordset('[]') as (a int), dblink('x', 'y') as (b int)) as r

-- FunctionNotAllowed: in lateral
select * from customers c, lateral pg_read_file(c.name) f

-- FunctionNotAllowed: in a lateral subquery
select * from customers c, lateral (select pg_sleep(c.id)) f

-- FunctionNotAllowed: in ORDER BY
select 1 from customers order by pg_sleep(1)

-- FunctionNotAllowed: in GROUP BY
select 1 from customers group by pg_sleep(1)

-- FunctionNotAllowed: in HAVING
select 1 from customers having pg_sleep(1) is null

-- FunctionNotAllowed: in LIMIT
select 1 limit length(pg_read_file('/etc/passwd'))

-- FunctionNotAllowed: in OFFSET
select 1 offset pg_backend_pid()

-- FunctionNotAllowed: in DISTINCT ON
select distinct on (pg_sleep(1)) id from customers

-- FunctionNotAllowed: in VALUES
values (pg_sleep(1))

-- FunctionNotAllowed: in a CTE
with x as (select pg_sleep(1)) select 1 from x

-- FunctionNotAllowed: in an unused CTE
with x as (select pg_sleep(1)) select 1

-- FunctionNotAllowed: in a recursive CTE
with recursive x(n) as (select 1 union all select n + 1 from x where pg_sleep(1) is not null) select * from x

-- FunctionNotAllowed: in a union's arm
select 1 union select pg_backend_pid()

-- FunctionNotAllowed: in a join condition
select * from customers a join customers b on pg_sleep(1) is null

-- FunctionNotAllowed: in a window's order
select count(*) over (order by pg_sleep(1)) from customers

-- FunctionNotAllowed: in a window's frame
select sum(id) over (order by id rows pg_backend_pid() preceding) from customers

-- FunctionNotAllowed: in a named window
select count(*) over w from customers window w as (partition by pg_sleep(1))

-- FunctionNotAllowed: as a window function
select pg_sleep(1) over () from customers

-- FunctionNotAllowed: in a filter
select count(*) filter (where pg_sleep(1) is null) from customers

-- FunctionNotAllowed: in an aggregate's argument
select count(pg_sleep(1)) from customers

-- FunctionNotAllowed: in an aggregate's order
select array_agg(id order by pg_sleep(1)) from customers

-- FunctionNotAllowed: in within group
select percentile_cont(0.1) within group (order by pg_backend_pid()) from customers

-- FunctionNotAllowed: in grouping sets
select 1 from customers group by grouping sets ((pg_sleep(1)), ())

-- FunctionNotAllowed: in COALESCE
select coalesce(pg_read_file('/x'), 'a')

-- FunctionNotAllowed: in NULLIF
select nullif(pg_read_file('/x'), 'a')

-- FunctionNotAllowed: in GREATEST
select greatest(pg_backend_pid(), 1)

-- FunctionNotAllowed: in a row
select row(pg_sleep(1))

-- FunctionNotAllowed: in an array
select array[pg_backend_pid()]

-- FunctionNotAllowed: in an ARRAY subquery
select array(select pg_ls_dir('/'))

-- FunctionNotAllowed: in a subscript
select (array[1])[pg_backend_pid()]

-- FunctionNotAllowed: in a slice
select (array[1])[1:pg_backend_pid()]

-- FunctionNotAllowed: in a cast
select pg_read_file('/x')::int

-- FunctionNotAllowed: in a typed argument
select cast(pg_read_file('/x') as jsonb)

-- FunctionNotAllowed: in BETWEEN
select 1 where 1 between 0 and pg_backend_pid()

-- FunctionNotAllowed: in IN
select 1 where 1 in (pg_backend_pid(), 2)

-- FunctionNotAllowed: in ANY
select 1 = any (array[pg_backend_pid()])

-- FunctionNotAllowed: in LIKE
select 1 where 'a' like pg_read_file('/x')

-- FunctionNotAllowed: in LIKE's escape
select 1 where 'a' like 'b' escape pg_read_file('/x')

-- FunctionNotAllowed: in SIMILAR
select 1 where 'a' similar to pg_read_file('/x')

-- FunctionNotAllowed: in IS NULL
select pg_sleep(1) is null

-- FunctionNotAllowed: in IS TRUE
select pg_try_advisory_lock(1) is true

-- FunctionNotAllowed: in AT TIME ZONE
select now() at time zone pg_read_file('/x')

-- FunctionNotAllowed: in EXTRACT
select extract(year from pg_postmaster_start_time())

-- FunctionNotAllowed: in SUBSTRING
select substring(pg_read_file('/x') from 1 for 10)

-- FunctionNotAllowed: in POSITION
select position('a' in pg_read_file('/x'))

-- FunctionNotAllowed: in OVERLAY
select overlay('a' placing pg_read_file('/x') from 1)

-- FunctionNotAllowed: in TRIM
select trim(pg_read_file('/x'))

-- FunctionNotAllowed: in OVERLAPS
select (pg_postmaster_start_time(), now()) overlaps (now(), now())

-- FunctionNotAllowed: in NORMALIZE
select normalize(pg_read_file('/x'))

-- FunctionNotAllowed: in COLLATE
select pg_read_file('/x') collate "C"

-- FunctionNotAllowed: in a named argument
select make_interval(days => pg_backend_pid())

-- FunctionNotAllowed: in a variadic argument
select concat(variadic array[pg_read_file('/x')])

-- FunctionNotAllowed: in TREAT's value
select treat(pg_backend_pid() as int4)

-- FunctionNotAllowed: by TREAT's type
select treat('/etc/passwd' as pg_read_file)

-- FunctionNotAllowed: by TREAT's qualified type
select treat('x' as vault.reveal)

-- FunctionNotAllowed: in TABLESAMPLE's argument
select * from orders tablesample bernoulli (pg_backend_pid())

-- FunctionNotAllowed: in TABLESAMPLE's seed
select * from orders tablesample bernoulli (1) repeatable (pg_backend_pid())

-- FunctionNotAllowed: as a TABLESAMPLE method
select * from orders tablesample system_rows (10)

-- FunctionNotAllowed: as a qualified TABLESAMPLE method
select * from orders tablesample vault.system (10)

-- FunctionNotAllowed: in JSON_OBJECT
select json_object('a': pg_read_file('/x'))

-- FunctionNotAllowed: in JSON_OBJECT's key
select json_object(pg_read_file('/x'): 1)

-- FunctionNotAllowed: in JSON_ARRAY
select json_array(pg_read_file('/x'))

-- FunctionNotAllowed: in JSON_ARRAYAGG's order
select json_arrayagg(id order by pg_sleep(1)) from customers

-- FunctionNotAllowed: in JSON_OBJECTAGG's filter
select json_objectagg('a': 1) filter (where pg_sleep(1) is null) from customers

-- FunctionNotAllowed: in JSON_VALUE's default
select json_value('{}'::jsonb, '$.a' default pg_read_file('/x') on empty)

-- FunctionNotAllowed: in JSON_TABLE's document
select * from json_table(pg_read_file('/x')::jsonb, '$' columns (a int)) j

-- FunctionNotAllowed: in JSON_TABLE's passing
select * from json_table('{}', '$' passing pg_backend_pid() as x columns (a int)) j

-- FunctionNotAllowed: in JSON_TABLE's column default
select * from json_table('{}', '$' columns (a int path '$' default pg_backend_pid() on empty)) j

-- FunctionNotAllowed: in IS JSON
select pg_read_file('/x') is json

-- FunctionNotAllowed: in XMLELEMENT
select xmlelement(name a, pg_read_file('/x'))

-- FunctionNotAllowed: in XMLFOREST
select xmlforest(pg_read_file('/x') as a)

-- FunctionNotAllowed: XMLPARSE
select xmlparse(document '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')

-- FunctionNotAllowed: IS DOCUMENT
select doc is document from events

-- FunctionNotAllowed: the user's name
select current_user

-- FunctionNotAllowed: the session's user
select session_user

-- FunctionNotAllowed: the user, in short
select user

-- FunctionNotAllowed: the role
select current_role

-- FunctionNotAllowed: the database
select current_catalog

-- FunctionNotAllowed: the schema
select current_schema

-- FunctionNotAllowed: the system user
select system_user

-- FunctionNotAllowed: the user inside an expression
select 'hello ' || current_user

-- FunctionNotAllowed: the user as a table
select * from current_user

-- FunctionNotAllowed: the schema as a table
select * from current_schema

-- FunctionNotAllowed: privileges of another
select has_schema_privilege('vault', 'usage')

-- FunctionNotAllowed: waits for a replay
select pg_wal_replay_resume()

-- FunctionNotAllowed: reads backup state
select pg_is_in_recovery()

-- FunctionNotAllowed: imports collations
select pg_import_system_collations('shop')

-- FunctionNotAllowed: updates a catalog
select pg_nextoid('pg_class', 'oid', 'x')

-- FunctionNotAllowed: statistics import
select pg_restore_relation_stats('relation', 'x')

-- FunctionNotAllowed: logs the memory of another
select pg_log_backend_memory_contexts(1)

-- FunctionNotAllowed: writes statistics of others
select pg_stat_reset_shared('bgwriter')

-- FunctionNotAllowed: extension's configuration
select pg_extension_config_dump('x', '')

-- FunctionNotAllowed: cleans an index
select gin_clean_pending_list('x')

-- FunctionNotAllowed: summarizes an index
select brin_summarize_new_values('x')

-- FunctionNotAllowed: binary upgrade
select binary_upgrade_set_record_init_privs(true)

-- FunctionNotAllowed: event triggers
select * from pg_event_trigger_ddl_commands()

-- FunctionNotAllowed: two-phase commits
select * from pg_prepared_xact()

-- FunctionNotAllowed: row-level security test
select row_security_active('salaries')

-- FunctionNotAllowed: partitions of a table
select * from pg_partition_tree('shop.measurements')

-- FunctionNotAllowed: file of a table
select pg_relation_filepath('salaries')

-- FunctionNotAllowed: tablespace's place
select pg_tablespace_location(1)

-- FunctionNotAllowed: is the relation visible
select pg_table_is_visible(1)

-- FunctionNotAllowed: time zone files
select * from pg_timezone_names()

-- FunctionNotAllowed: compile options
select * from pg_config()

-- FunctionNotAllowed: word of the grammar as function
select * from pg_get_keywords()

-- FunctionNotAllowed: dictionary debug reads the catalog
select * from ts_debug('a')

-- FunctionNotAllowed: token types
select * from ts_token_type('default')
