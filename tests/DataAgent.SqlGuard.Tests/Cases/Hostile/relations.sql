-- HiddenRelation: on the list of excluded tables
select * from salaries

-- HiddenRelation: with its schema
select amount from shop.salaries

-- HiddenRelation: in upper case
SELECT * FROM SALARIES

-- HiddenRelation: in quotes
select * from "salaries"

-- HiddenRelation: by Unicode escapes
select * from U&"s\0061laries"

-- HiddenRelation: in a join
select * from employees e join salaries s on s.employee_id = e.id

-- HiddenRelation: in a subquery
select (select max(amount) from salaries)

-- HiddenRelation: in EXISTS
select 1 where exists (select from salaries)

-- HiddenRelation: in IN
select * from employees where id in (select employee_id from salaries)

-- HiddenRelation: in ARRAY
select array(select amount from salaries)

-- HiddenRelation: in a CTE
with x as (select * from salaries) select * from x

-- HiddenRelation: in a CTE that nobody reads
with x as (select * from salaries) select 1

-- HiddenRelation: in a CTE's CTE
with a as (with b as (select * from salaries) select * from b) select * from a

-- HiddenRelation: in the second arm of a union
select 1 union all select amount from salaries

-- HiddenRelation: in the first arm of an except
select amount from salaries except select 1

-- HiddenRelation: in an intersect's deepest arm
select 1 intersect (select 2 union (select amount from salaries limit 1))

-- HiddenRelation: the table command
table salaries

-- HiddenRelation: the table command in a union
table employees union all table salaries

-- HiddenRelation: only
select * from only salaries

-- HiddenRelation: with children
select * from salaries *

-- HiddenRelation: under an alias that is allowed
select * from salaries as employees

-- HiddenRelation: under an alias that renames
select a, b from salaries as x(a, b)

-- HiddenRelation: sampled
select * from salaries tablesample system (100)

-- HiddenRelation: in lateral
select * from employees e, lateral (select amount from salaries s where s.employee_id = e.id) x

-- HiddenRelation: in a limit
select 1 limit (select amount from salaries)

-- HiddenRelation: in an offset
select 1 offset (select count(*) from salaries)

-- HiddenRelation: in order by
select id from employees order by (select amount from salaries s where s.employee_id = employees.id)

-- HiddenRelation: in group by
select count(*) from employees group by (select amount from salaries limit 1)

-- HiddenRelation: in having
select 1 from employees having (select count(*) from salaries) > 0

-- HiddenRelation: in distinct on
select distinct on ((select max(amount) from salaries)) id from employees

-- HiddenRelation: in a window's partition
select row_number() over (partition by (select amount from salaries limit 1)) from employees

-- HiddenRelation: in a named window
select count(*) over w from employees window w as (order by (select amount from salaries limit 1))

-- HiddenRelation: in a frame's offset
select sum(id) over (order by id rows (select max(amount)::int from salaries) preceding) from employees

-- HiddenRelation: in a filter
select count(*) filter (where exists (select 1 from salaries)) from employees

-- HiddenRelation: in an aggregate's order
select string_agg(name, ',' order by (select amount from salaries limit 1)) from employees

-- HiddenRelation: in within group
select percentile_cont(0.5) within group (order by (select amount::float8 from salaries limit 1)) from employees

-- HiddenRelation: in a join condition
select * from employees e join orders o on exists (select 1 from salaries where amount > 1)

-- HiddenRelation: in a function's argument
select * from generate_series(1, (select max(amount)::int from salaries)) g

-- HiddenRelation: in rows from
select * from rows from (generate_series(1, (select 1 from salaries)), unnest(array[1])) x

-- HiddenRelation: in VALUES
values ((select amount from salaries limit 1))

-- HiddenRelation: in CASE
select case when (select count(*) from salaries) > 1 then 1 else 0 end

-- HiddenRelation: in COALESCE
select coalesce((select amount from salaries limit 1), 0)

-- HiddenRelation: in GREATEST
select greatest((select amount from salaries limit 1), 0)

-- HiddenRelation: in a row
select row((select amount from salaries limit 1))

-- HiddenRelation: in an array
select array[(select amount from salaries limit 1)]

-- HiddenRelation: in a subscript
select (array[1, 2])[(select amount::int from salaries limit 1)]

-- HiddenRelation: in a cast
select (select amount from salaries limit 1)::text

-- HiddenRelation: in a null test
select (select amount from salaries limit 1) is null

-- HiddenRelation: in a sample's percentage
select * from orders tablesample bernoulli ((select amount::real from salaries limit 1))

-- HiddenRelation: in a sample's seed
select * from orders tablesample bernoulli (1) repeatable ((select amount from salaries limit 1))

-- HiddenRelation: in ANY
select 1 = any (select amount from salaries)

-- HiddenRelation: in ALL
select 1 > all (select amount from salaries)

-- HiddenRelation: in a row comparison
select (1, 2) = (select employee_id, amount from salaries limit 1)

-- HiddenRelation: in a named argument
select make_interval(days => (select amount::int from salaries limit 1))

-- HiddenRelation: in a collated expression
select ((select amount::text from salaries limit 1) collate "C")

-- HiddenRelation: in JSON_ARRAY
select json_array(select amount from salaries)

-- HiddenRelation: in JSON_OBJECT
select json_object('a': (select max(amount) from salaries))

-- HiddenRelation: in JSON_TABLE's document
select * from json_table((select jsonb_agg(amount) from salaries), '$[*]' columns (a int path '$')) j

-- HiddenRelation: in a JSON default
select json_value('{}'::jsonb, '$.a' default (select max(amount)::text from salaries) on empty)

-- HiddenRelation: in JSON passing
select json_exists('{}'::jsonb, '$ ? (@ == $x)' passing (select 1 from salaries) as x)

-- HiddenRelation: in XMLELEMENT
select xmlelement(name a, (select amount from salaries limit 1))

-- HiddenRelation: in XML attributes
select xmlelement(name a, xmlattributes((select amount from salaries limit 1) as b))

-- HiddenRelation: the table's CTE of the same name is only visible inside
select * from (with salaries as (select 1) select * from salaries) x, salaries

-- HiddenRelation: a CTE does not see itself without RECURSIVE
with salaries as (select * from salaries) select * from salaries

-- HiddenRelation: a CTE does not see a later one without RECURSIVE
with a as (select * from salaries), salaries as (select 1 as n) select * from a

-- HiddenRelation: a CTE of one arm is not visible in the other
(with salaries as (select 1 as n) select n from salaries) union all select amount from salaries

-- HiddenRelation: a name with its schema is never a CTE
with salaries as (select 1 as amount) select * from shop.salaries

-- HiddenRelation: a CTE of a subquery is not visible outside
select (with salaries as (select 1 as n) select n from salaries), (select max(amount) from salaries)

-- HiddenRelation: a CTE named in another case is another name
with "SALARIES" as (select 1 as n) select * from salaries

-- TypeNotAllowed: the row type of a hidden table
select null::salaries

-- TypeNotAllowed: the row type of a hidden table, with schema and fields
select (null::shop.salaries).*

-- TypeNotAllowed: array of a hidden table's rows
select null::salaries[]

-- TypeNotAllowed: array of a hidden table's rows by its internal name
select null::_salaries

-- TypeNotAllowed: hidden row type in a record function
select * from jsonb_populate_record(null::salaries, '{}')

-- OtherSchema: a schema of its own
select * from vault.secrets

-- OtherSchema: in quotes
select * from "vault"."secrets"

-- OtherSchema: public
select * from public.anything

-- OtherSchema: a schema in the wrong case
select * from "Shop".customers

-- OtherSchema: another database
select * from otherdb.shop.customers

-- OtherSchema: the same database by name
select * from postgres.public.t

-- OtherSchema: in a CTE
with x as (select * from vault.secrets) select * from x

-- OtherSchema: temporary schema by another name
select * from temp.x

-- OtherSchema: a CTE's name does not help
with secrets as (select 1) select * from vault.secrets

-- SystemCatalog: roles and their passwords
select * from pg_shadow

-- SystemCatalog: with schema
select * from pg_catalog.pg_authid

-- SystemCatalog: in upper case
SELECT * FROM PG_CATALOG.PG_CLASS

-- SystemCatalog: in quotes
select * from "pg_catalog"."pg_user"

-- SystemCatalog: by Unicode escapes
select * from U&"pg\005fshadow"

-- SystemCatalog: as if it were the project's
select * from shop.pg_shadow

-- SystemCatalog: running queries of others
select query from pg_stat_activity

-- SystemCatalog: settings
select * from pg_settings

-- SystemCatalog: files
select * from pg_hba_file_rules, pg_file_settings

-- SystemCatalog: statistics show values
select most_common_vals from pg_stats

-- SystemCatalog: large objects
select * from pg_largeobject

-- SystemCatalog: user mappings with passwords
select * from pg_user_mappings

-- SystemCatalog: function sources
select prosrc from pg_proc

-- SystemCatalog: view sources
table pg_views

-- SystemCatalog: in a subquery
select (select rolname from pg_roles limit 1)

-- SystemCatalog: joined under an innocent alias
select customers.rolname from pg_authid as customers

-- SystemCatalog: extension's statistics
select * from pg_stat_statements

-- SystemCatalog: information schema
select * from information_schema.tables

-- SystemCatalog: information schema in quotes and capitals
select * from INFORMATION_SCHEMA.COLUMNS

-- SystemCatalog: information schema by Unicode escapes
select * from U&"inform\0061tion_schema".columns

-- SystemCatalog: toast tables
select * from pg_toast.pg_toast_2619

-- SystemCatalog: temporary tables
select * from pg_temp.x

-- SystemCatalog: temporary tables of another session
select * from pg_temp_3.x

-- SystemCatalog: a CTE of another name does not help
with pg_clas as (select 1) select * from pg_class

-- SystemCatalog: a CTE's name with schema is the catalog
with pg_class as (select 1 as n) select * from pg_catalog.pg_class

-- SystemCatalog: sampled
select * from pg_class tablesample system (100)

-- OtherSchema: other database in front
select * from mydb.pg_catalog.pg_class

-- UnknownRelation: no such table (catalog)
select * from nothing_here

-- UnknownRelation: a misspelt one (catalog)
select * from customer

-- UnknownRelation: quoted in the wrong case (catalog)
select * from "Customers"

-- UnknownRelation: unquoted mixed case folds (catalog)
select * from Mixed

-- UnknownRelation: a sequence is no table (catalog)
select last_value from events_id_seq

-- UnknownRelation: an index is no table (catalog)
select * from orders_pkey

-- UnknownRelation: an alias is no table (catalog)
select * from customers c, c

-- UnknownRelation: a name with a blank behind it (catalog)
select * from "customers "
