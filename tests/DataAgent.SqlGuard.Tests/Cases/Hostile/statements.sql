-- Empty: nothing
;

-- Empty: only comments
/* nothing */ ; ;

-- SeveralStatements: two SELECTs
select 1; select 2

-- SeveralStatements: a write behind a SELECT
select 1; drop table customers

-- SeveralStatements: behind a comment
select 1 /* ; */ ; -- x
delete from orders

-- SeveralStatements: without a blank
select 1;select 2;

-- SeveralStatements: ends the transaction first
commit; select * from customers

-- SyntaxError: breaks out of the wrapping query
select 1) q; drop table customers; select * from (select 1

-- SyntaxError: closes the wrapping query's parenthesis
select 1) q limit 1000000 --

-- SyntaxError: closes and opens again
select 1) union all select * from (select 2

-- SyntaxError: unfinished string
select 'abc

-- SyntaxError: unfinished comment
select 1 /* abc

-- SyntaxError: unfinished nested comment
select 1 /* a /* b */

-- SyntaxError: unfinished dollar quote
select $x$ abc

-- SyntaxError: unfinished quoted name
select "abc

-- SyntaxError: psql's own commands
select 1 \gexec

-- SyntaxError: a question mark as parameter
select * from customers where id = ?

-- SyntaxError: a named parameter
select * from customers where id = :id

-- SyntaxError: bad Unicode escape
select U&'\d800'

-- SyntaxError: a full-width semicolon is part of a name
select 1； drop table customers

-- NotReadOnly: insert
insert into customers (id) values (1)

-- NotReadOnly: insert from select
insert into orders select * from orders

-- NotReadOnly: insert with returning
insert into customers default values returning *

-- NotReadOnly: update
update customers set name = 'x'

-- NotReadOnly: delete
delete from orders where id = 1 returning *

-- NotReadOnly: merge
merge into orders o using customers c on c.id = o.customer_id when matched then delete

-- NotReadOnly: truncate
truncate orders

-- NotReadOnly: drop
drop table orders cascade

-- NotReadOnly: create table
create table x (a int)

-- NotReadOnly: create table as
create table x as select * from customers

-- NotReadOnly: temporary table
create temp table x as select 1

-- NotReadOnly: create view
create view x as select 1

-- NotReadOnly: create materialized view
create materialized view x as select 1

-- NotReadOnly: refresh
refresh materialized view monthly_sales

-- NotReadOnly: create function
create function f() returns int language sql as 'select 1'

-- NotReadOnly: create extension
create extension dblink

-- NotReadOnly: create role
create role x superuser

-- NotReadOnly: alter table
alter table orders add column x int

-- NotReadOnly: alter system
alter system set log_statement = 'all'

-- NotReadOnly: alter role
alter role current_user set search_path = pg_catalog

-- NotReadOnly: grant
grant all on orders to public

-- NotReadOnly: revoke
revoke select on orders from public

-- NotReadOnly: comment
comment on table orders is 'x'

-- NotReadOnly: copy to a program
copy orders to program 'sh'

-- NotReadOnly: copy from a file
copy orders from '/etc/passwd'

-- NotReadOnly: copy a query to standard output
copy (select * from salaries) to stdout

-- NotReadOnly: do block
do $$ begin perform pg_sleep(10); end $$

-- NotReadOnly: call
call p()

-- NotReadOnly: explain
explain select 1

-- NotReadOnly: explain analyze runs it
explain analyze delete from orders

-- NotReadOnly: prepare
prepare p as select 1

-- NotReadOnly: execute
execute p

-- NotReadOnly: deallocate
deallocate all

-- NotReadOnly: declare a cursor
declare c cursor for select 1

-- NotReadOnly: fetch
fetch all from c

-- NotReadOnly: close
close all

-- NotReadOnly: set
set statement_timeout = 0

-- NotReadOnly: set local
set local transaction_read_only = off

-- NotReadOnly: set role
set role postgres

-- NotReadOnly: set session authorization
set session authorization postgres

-- NotReadOnly: reset
reset all

-- NotReadOnly: show
show all

-- NotReadOnly: begin
begin read write

-- NotReadOnly: commit
commit

-- NotReadOnly: rollback and chain
rollback and chain

-- NotReadOnly: savepoint
savepoint s

-- NotReadOnly: set transaction
set transaction read write

-- NotReadOnly: prepared transaction
prepare transaction 'x'

-- NotReadOnly: lock
lock table orders in access exclusive mode

-- NotReadOnly: vacuum
vacuum full

-- NotReadOnly: analyze
analyze orders

-- NotReadOnly: cluster
cluster orders

-- NotReadOnly: reindex
reindex table orders

-- NotReadOnly: checkpoint
checkpoint

-- NotReadOnly: listen
listen x

-- NotReadOnly: notify
notify x, 'y'

-- NotReadOnly: unlisten
unlisten *

-- NotReadOnly: load
load 'x'

-- NotReadOnly: discard
discard all

-- NotReadOnly: security label
security label on table orders is 'x'

-- NotReadOnly: import foreign schema
import foreign schema x from server y into shop

-- NotReadOnly: create server
create server s foreign data wrapper postgres_fdw

-- NotReadOnly: create publication
create publication p for all tables

-- NotReadOnly: create trigger
create trigger t after insert on orders execute function f()

-- NotReadOnly: create rule
create rule r as on insert to orders do nothing

-- NotReadOnly: create operator
create operator + (leftarg = int, rightarg = text, function = f)

-- NotReadOnly: create cast
create cast (text as int) with inout

-- NotReadOnly: reassign
reassign owned by a to b

-- NotReadOnly: a comment in front hides nothing
/* select */ delete from orders

-- NotReadOnly: upper case hides nothing
DeLeTe FROM orders

-- NotReadOnly: select into
select * into x from customers

-- NotReadOnly: select into temporary
select 1 as a into temp x

-- NotReadOnly: into in the first arm of a union
select 1 into x union select 2

-- NotReadOnly: into behind a CTE
with a as (select 1 as n) select n into unlogged x from a

-- NotReadOnly: for update
select * from orders for update

-- NotReadOnly: for no key update
select * from orders for no key update skip locked

-- NotReadOnly: for share
select * from orders for share of orders nowait

-- NotReadOnly: for key share in a subquery
select * from (select * from orders for key share) x

-- NotReadOnly: for update in a CTE
with x as (select * from orders for update) select * from x

-- NotReadOnly: for update in an expression's subquery
select (select id from orders limit 1 for update)

-- NotReadOnly: for update over a lateral subquery
select * from customers c, lateral (select * from orders o where o.customer_id = c.id for share) x

-- NotReadOnly: for update in the arm of a union
(select id from orders for update) union select 1

-- NotReadOnly: delete in a CTE
with d as (delete from orders returning *) select * from d

-- NotReadOnly: insert in a CTE
with i as (insert into customers (id) values (1) returning id) select * from i

-- NotReadOnly: update in a CTE
with u as (update orders set total = 0 returning id) select count(*) from u

-- NotReadOnly: merge in a CTE
with m as (merge into orders o using customers c on true when matched then delete returning o.id) select * from m

-- NotReadOnly: a write in a CTE that nobody reads
with d as (delete from orders) select 1

-- NotReadOnly: a write in the second CTE
with a as (select 1 as n), d as (delete from orders returning 1) select n from a

-- NotReadOnly: a write in a CTE of a subquery
select * from (with d as (delete from orders returning *) select * from d) x

-- NotReadOnly: a write in a CTE inside a CTE
with a as (with d as (update orders set total = 1 returning id) select id from d) select * from a

-- NotReadOnly: a write in a recursive CTE
with recursive d as (delete from orders returning id) select * from d

-- NotReadOnly: a write in a CTE of an arm of a union
(with d as (delete from orders returning id) select id from d) union select 1

-- NotReadOnly: the main statement behind WITH writes
with x as (select 1) insert into customers (id) select * from x

-- NotReadOnly: the main statement behind WITH deletes
with x as (select 1 as id) delete from orders using x where orders.id = x.id

-- NotReadOnly: the main statement behind WITH updates
with x as (select 1) update orders set total = 2

-- ParameterNotAllowed: in a condition
select * from orders where id = $1

-- ParameterNotAllowed: as a limit
select * from orders limit $1

-- ParameterNotAllowed: glued to a word
select $1a

-- ParameterNotAllowed: in a place only the parser knows
select date $1

-- ParameterNotAllowed: in a function of FROM
select * from generate_series(1, $2) g

-- NotAllowedConstruct: DEFAULT in VALUES
values (default)

-- NotAllowedConstruct: XMLTABLE
select x.* from events, xmltable('/a/b' passing doc columns v int path '.') x

-- NotAllowedConstruct: XMLTABLE with namespaces
select * from xmltable(xmlnamespaces('http://x' as x), '/x:a' passing '<a/>' columns v text path '.') t

-- NotAllowedConstruct: merge's own function
select merge_action()

-- NotAllowedConstruct: collation of another schema
select name collate public.evil from customers

-- NotAllowedConstruct: collation of the project's schema
select * from customers order by name collate shop.evil

-- NotAllowedConstruct: collation in a column definition
select * from jsonb_to_record('{}') as x(a text collate vault.c)
