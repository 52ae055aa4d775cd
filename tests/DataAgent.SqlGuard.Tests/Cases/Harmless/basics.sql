-- nothing but a constant
select 1

-- several unnamed constants
select 1, 'a', true, null, 1.5, 1e3

-- star from a table
select * from customers

-- table with its schema
select * from shop.customers

-- column with schema and table
select shop.customers.name from shop.customers

-- schema on the column, none on the table
select shop.customers.name from customers

-- star behind schema and table
select shop.customers.* from shop.customers

-- upper case keywords and names fold
SELECT Name, CITY FROM Customers WHERE Country = 'DE'

-- quoted lower-case names are the same names
select "name" from "shop"."customers"

-- mixed case and quotes inside quoted names
select "Id", "Full Name", "select", "quo""te", "größe" from "Mixed Case" where "Full Name" is not null

-- alias in front of a quoted column
select m."Id" as "My Id" from "Mixed Case" as m order by "My Id"

-- identifier given by Unicode escapes
select U&"n\0061me" from customers

-- string given by Unicode escapes
select U&'d\0061t\+000061' as word

-- escape string
select E'a\tb\\c' as tabbed

-- dollar quotes hold anything
select $$select * from pg_shadow; drop table x$$ as text

-- dollar quotes with a tag
select $q$it's $$ here$q$ as text

-- a system catalog's name in a string is only text
select 'pg_shadow' as name, 'select pg_sleep(10)' as code

-- a comment that looks hostile
select 1 /* ; drop table customers; -- */ as one -- from pg_shadow

-- nested comments
select /* a /* b */ c */ 1

-- a column alias that is a keyword
select total as "order", status as value, id as name from orders

-- alias without AS
select total amount from orders

-- trailing semicolon
select count(*) from orders;

-- trailing semicolon, blanks and a comment
select count(*) from orders ;  -- the end

-- bit and hex strings
select b'1010' as bits, x'1F' as hex

-- adjacent strings on two lines are one
select 'abc'
'def' as joined

-- arithmetic of every kind
select total * 2 + 1 - 3 / 4 % 5, total ^ 2, |/ total, @ total from orders

-- integer operators
select quantity & 1, quantity | 2, quantity # 3, ~ quantity, quantity << 1, quantity >> 1 from order_items

-- comparison of every kind
select * from orders where total > 1 and total >= 1 and total < 999 and total <= 999 and total <> 5 and total != 6

-- between
select * from orders where total between 10 and 100 and id not between 5 and 6

-- between symmetric
select * from orders where total between symmetric 100 and 10

-- in list
select * from orders where status in ('paid', 'open') and id not in (1, 2, 3)

-- like, ilike and their negations
select * from customers where name like 'C%' or name ilike '%1%' or name not like 'x%' or name not ilike 'y%'

-- like with escape
select * from customers where name like 'C!%' escape '!'

-- similar to
select * from customers where name similar to '(C|D)%'

-- regular expression operators
select * from customers where name ~ '^C' and name ~* '^c' and name !~ 'z$' and name !~* 'Z$'

-- null tests
select * from orders where note is null and shipped_on is not null

-- isnull and notnull
select * from orders where note isnull and shipped_on notnull

-- boolean tests
select * from products where active is true and (active is not false) and active is not unknown

-- is distinct from
select * from customers where city is distinct from 'Rome' and country is not distinct from 'DE'

-- searched case
select case when total > 100 then 'big' when total > 10 then 'middle' else 'small' end as size from orders

-- simple case
select case status when 'paid' then 1 when 'open' then 2 else 0 end from orders

-- coalesce, nullif, greatest, least
select coalesce(note, 'none'), nullif(status, 'open'), greatest(total, 10, 20), least(total, 5) from orders

-- casts of both kinds
select total::int, cast(total as text), id::text::varchar(3), '5'::numeric(10, 2) from orders

-- types by their SQL names
select 1::integer, 1::smallint, 1::bigint, 1::real, 1::double precision, 1::decimal(5,1), 'a'::character varying, 'a'::character(3), true::boolean

-- casts to arrays
select '{1,2}'::int[], '{a,b}'::text[][], array[1,2]::bigint[]

-- array type by its internal name
select '{1,2}'::_int4

-- qualified type name
select 1::pg_catalog.int8, 'x'::pg_catalog.text

-- typed literals
select date '2026-01-01', timestamp '2026-01-01 10:00', timestamptz '2026-01-01 10:00+00', time '10:00', interval '3 days'

-- interval with fields and precision
select interval '1' day, interval '1-2' year to month, interval(3) '1 second', '1 day'::interval hour to minute

-- timestamps with precision and zone words
select '2026-01-01'::timestamp(0) with time zone, '10:00'::time(3) without time zone

-- limit and offset
select * from orders order by id limit 10 offset 5

-- limit as an expression
select * from orders order by id limit 5 + 5

-- limit by a subquery
select * from orders limit (select count(*) / 2 from customers)

-- limit all
select * from orders limit all

-- fetch first
select * from orders order by id offset 2 rows fetch first 3 rows only

-- fetch first with ties
-- since: 130000
select * from orders order by status fetch first 3 rows with ties

-- order by position, direction and nulls
select name, city from customers order by 2 desc nulls last, 1 asc nulls first

-- order by an output alias
select total * 2 as doubled from orders order by doubled

-- order by an expression over columns
select name from customers order by length(name), upper(name) desc

-- order by using
select name from customers order by name using <

-- order by with a column that is not selected
select name from customers order by created_at

-- order by a function's own name
select count(*), status from orders group by status order by count

-- distinct
select distinct city, country from customers

-- distinct on
select distinct on (customer_id) customer_id, total, ordered_at from orders order by customer_id, ordered_at desc

-- distinct on an output alias
select distinct on (month) date_trunc('month', ordered_at) as month, total from orders order by month, total desc

-- no columns at all
select from customers

-- values alone
values (1, 'a'), (2, 'b')

-- values with order and limit
values (3), (1), (2) order by column1 desc limit 2

-- values as a table
select v.n, v.t from (values (1, 'a'), (2, 'b')) as v(n, t)

-- values without column names
select column1, v.column2 from (values (1, 'a')) v

-- table command
table customers

-- table command with schema
table shop.customers

-- a query in parentheses
(select 1)

-- parentheses and a limit outside
(select id from orders order by id) limit 3

-- only
select * from only measurements

-- with a star for the children
select * from measurements *

-- a partition by its name
select count(*) from measurements_2026

-- a view and a materialized view
select c.name, m.revenue from active_customers c cross join monthly_sales m

-- whole row
select customers from customers

-- whole row by alias, cast to text
select c::text from customers c

-- whole row in a function
select row_to_json(c), to_jsonb(c) from customers c

-- whole row test
select * from customers c where c is not null

-- row comparison
select * from orders where (customer_id, status) = (1, 'paid')

-- row comparison with in
select * from orders where (customer_id, status) in ((1, 'paid'), (2, 'open'))

-- row constructors
select row(1, 'a'), (1, 2), row(c.*) from customers c

-- fields of a composite column
select (home).city, (home).zip from customers

-- fields of a composite column with its table
select (c.home).city, (customers.home).street from customers, customers c limit 1

-- all fields of a composite column
select (home).* from customers

-- field of a whole row
select (c).name, (c).city from customers c

-- field of a whole row star
select (c.*).name from customers c

-- enum, domain and composite of the project in casts
select 'ok'::mood, 'a@b.c'::email_text, row('s', 'c', 'z')::address

-- types of the project with the schema
select 'ok'::shop.mood, null::shop.address

-- arrays of the project's types
select '{ok,sad}'::mood[]

-- comparison with an enum
select * from customers where feeling = 'ok' and feeling > 'sad'::mood

-- the row type of a table
select (null::customers).name

-- current date and time in all forms
select current_date, current_time, current_time(2), current_timestamp, current_timestamp(3), localtime, localtime(0), localtimestamp, localtimestamp(1)

-- at time zone
select ordered_at at time zone 'Europe/Berlin', ordered_at at time zone 'UTC' at time zone 'Asia/Tokyo' from orders

-- at local
-- since: 170000
select ordered_at at local from orders

-- overlaps
select (date '2026-01-01', date '2026-02-01') overlaps (date '2026-01-15', interval '10 days')

-- extract in several spellings
select extract(year from ordered_at), extract('month' from ordered_at), extract(epoch from ordered_at - now()), date_part('dow', ordered_at) from orders

-- string functions with their own grammar
select substring(name from 1 for 3), substring(name, 2), substring(name from '[0-9]+'), position('C' in name), overlay(name placing 'X' from 1 for 2), trim(both ' ' from name), trim(leading 'C' from name), trim(trailing from name) from customers

-- substring similar
-- since: 140000
select substring(name similar '%#"[0-9]+#"%' escape '#') from customers

-- normalize
-- since: 130000
select normalize('å', nfc), 'å' is normalized, 'x' is nfd normalized

-- collate
select name from customers order by name collate "C"

-- collate with its schema
select * from customers where name collate pg_catalog."C" > 'a'

-- concatenation
select name || ' (' || city || ')' from customers

-- exponents and odd numbers
select .5, 5., 1.5e-3, 1e10, 0007, -3, +4

-- number literals of newer servers
-- since: 160000
select 0x1F, 0o17, 0b101, 1_000_000

-- operators with their schema
select 1 operator(pg_catalog.+) 2, 'a' operator(pg_catalog.||) 'b'

-- functions with their schema
select pg_catalog.lower(name), pg_catalog.count(*) over () from customers

-- named and mixed arguments
select make_interval(days => 3, hours := 2), make_date(year => 2026, month => 1, day => 2)

-- variadic
select concat_ws('-', variadic array['a', 'b'])

-- not, and, or in depth
select * from orders where not (status = 'open' or (status = 'paid' and not total < 5)) and (id > 1 or id < 0)

-- exists and not exists
select * from customers c where exists (select 1 from orders o where o.customer_id = c.id) and not exists (select from orders where customer_id = c.id and total > 1e6)

-- any and all with arrays
select * from orders where id = any (array[1, 2, 3]) and total > all ('{1,2}'::numeric[])

-- any and all with subqueries
select * from products where price > all (select cost from products where cost < 2) or id = any (select product_id from order_items) or id <> some (select 1)

-- in with a subquery
select name from customers where id in (select customer_id from orders where total > 100)

-- scalar subquery
select name, (select max(total) from orders where customer_id = customers.id) as best from customers

-- array subquery
select name, array(select o.id from orders o where o.customer_id = c.id order by o.id) from customers c
