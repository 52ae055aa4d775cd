-- one common table expression
with x as (select id, total from orders) select x.id, total from x

-- two, the second uses the first
with a as (select id from orders), b as (select id from a) select * from b join a using (id)

-- named columns
with x(a, b) as (select id, total from orders) select a, x.b from x

-- some named columns, the rest keep theirs
with x(a) as (select id, total from orders) select a, total from x

-- over values
with v(n) as (values (1), (2)) select sum(n) from v

-- materialized and not
with a as materialized (select 1 as n), b as not materialized (select n from a) select * from b

-- named like a table of the project
with orders as (select id, total as amount from shop.orders) select amount from orders

-- named like a hidden table
with salaries as (select 1 as amount) select amount from salaries

-- named like a system catalog
with pg_class as (select 1 as n), pg_shadow as (select 2 as n) select pg_class.n, pg_shadow.n from pg_class, pg_shadow

-- named like an information schema view
with tables as (select 'x' as table_name) select table_name from tables

-- seen from a subquery
with x as (select 1 as n) select (select max(n) from x), exists (select 1 from x where x.n = 1)

-- seen from a subquery in FROM
with x as (select 1 as n) select * from (select n from x) y

-- an inner one hides an outer one
with x as (select 1 as n) select (with x as (select 2 as m) select m from x), n from x

-- one inside another
with a as (with b as (select 1 as n) select n from b) select n from a

-- correlated inside a subquery
select c.name, (with best as (select max(total) as m from orders o where o.customer_id = c.id) select m from best) from customers c

-- in both arms of a union
with x as (select 1 as n) select n from x union all select n + 1 from x order by n

-- in one arm of a union
(with x as (select 1 as n) select n from x) union select 2

-- recursive count
with recursive t(n) as (values (1) union all select n + 1 from t where n < 10) select sum(n) from t

-- recursive tree
with recursive tree as (select id, name, parent_id, 1 as depth from categories where parent_id is null union all select c.id, c.name, c.parent_id, t.depth + 1 from categories c join tree t on c.parent_id = t.id) select t.name, depth from tree t order by depth

-- recursive with paths
with recursive chain as (select id, name, array[id] as path from employees where manager_id is null union all select e.id, e.name, chain.path || e.id from employees e, chain where e.manager_id = chain.id and e.id <> all (chain.path)) select * from chain

-- recursive with union
with recursive r as (select 1 as n union select n % 3 + 1 from r) select * from r

-- recursive, but not used so
with recursive a as (select 1 as x) select x from a

-- recursive with a forward reference
with recursive a as (select n from b), b as (select 1 as n) select * from a

-- search depth first
-- since: 140000
with recursive t(id, parent_id) as (select id, parent_id from categories where parent_id is null union all select c.id, c.parent_id from categories c join t on c.parent_id = t.id) search depth first by id set ord select id, ord from t order by t.ord

-- search breadth first
-- since: 140000
with recursive t as (select id, parent_id from categories where parent_id is null union all select c.id, c.parent_id from categories c join t on c.parent_id = t.id) search breadth first by id set ord select id, ord from t order by ord

-- cycle
-- since: 140000
with recursive t(id, parent_id) as (select id, parent_id from categories union all select c.id, c.parent_id from categories c join t on c.parent_id = t.id) cycle id set looped using path select id, looped, t.path from t

-- cycle with its own marks
-- since: 140000
with recursive t(id, parent_id) as (select id, parent_id from categories union all select c.id, c.parent_id from categories c join t on c.parent_id = t.id) cycle id set looped to 'y' default 'n' using path select id from t where looped = 'n'

-- search and cycle
-- since: 140000
with recursive t(id) as (select 1 union all select id + 1 from t where id < 3) search depth first by id set o cycle id set c using p select o, c, p from t

-- union, intersect, except
select id from customers union select id from products intersect select id from categories except select 1

-- all variants
select id from customers union all select id from products intersect all select id from categories except all select 1

-- parentheses decide
(select id from customers union select id from products) except (select id from categories limit 1) order by id

-- order by name and position over a union
select name as n, 1 as k from customers union all select name, 2 from products order by k, 1 limit 5

-- unnamed first column of a union
select count(*) from customers union all select count(*) from orders order by count

-- limits in the arms
(select id from orders order by total limit 2) union all (select id from orders order by total desc limit 2)

-- union of different tables in a cte
with all_names as (select name from customers union select name from products union select name from employees) select count(*) from all_names

-- union of values and table
select * from (values (1), (2)) v(id) union all select id from customers

-- table command in a union
table categories union all table categories

-- a star through a cte
with x as (select * from orders) select x.total, status from x

-- a star over a join through a cte
with x as (select c.name, o.* from customers c join orders o on o.customer_id = c.id) select name, total, x.status from x

-- a star over using through a cte
with x as (select * from (select id as customer_id, city from customers) c join orders using (customer_id)) select customer_id, city, total from x

-- renamed columns over a star
with x(a, b, c) as (select * from categories) select a, b, c from x

-- unnamed columns of a cte
-- since: 140000
with x as (select count(*), max(total), coalesce(null, 1), case when true then 1 end, exists (select 1), array[1], row(1, 2), total::int, extract(year from max(ordered_at)) from orders group by total) select count, max, coalesce, "case", "exists", "array", "row", total, extract from x

-- column without a name
select "?column?" from (select 1 + 1) x

-- names that casts give
select int4, date, text from (select 1::int, '2026-01-01'::date, 'x'::text) x

-- names of current date and time
select current_date, x.current_timestamp from (select current_date, current_timestamp) x

-- name of a subquery's column
select max, x.name from (select (select max(total) from orders), (select name from customers limit 1)) x

-- name of a field
select city, x.name from (select (home).city, (c).name from customers c) x

-- names of nullif, greatest and least
select "nullif", greatest, least from (select nullif(1, 2), greatest(1, 2), least(1, 2)) x

-- system column names given to other things
with q as (select min(total) as xmin, max(total) as xmax from orders) select xmin, q.xmax from q

-- system column name of a subquery
select s.ctid, tableoid from (select 1 as ctid, 2 as tableoid) s

-- a cte used many times
with x as (select customer_id, sum(total) as s from orders group by 1) select a.customer_id, a.s, b.s from x a join x b on a.s < b.s where a.s > (select avg(s) from x)

-- moving from step to step
with paid as (select * from orders where status = 'paid'), per_month as (select date_trunc('month', ordered_at) as m, sum(total) as s from paid group by 1), ranked as (select m, s, rank() over (order by s desc) as r from per_month) select m::date, s, r from ranked where r <= 3 order by r

-- days filled up
with days as (select generate_series('2026-01-01'::date, '2026-01-10', '1 day')::date as d) select d, coalesce(sum(total), 0) from days left join orders on ordered_at::date = d group by d order by d

-- set returning function in the select list
select generate_series(1, 3), unnest(array['a', 'b'])

-- its name from outside
select unnest, generate_series from (select unnest(array[1]), generate_series(1, 2)) x

-- a cte that nobody uses
with unused as (select * from customers) select 1

-- quoted names of ctes
with "My CTE" as (select 1 as "My Col") select "My CTE"."My Col" from "My CTE"

-- a name of non-ASCII letters
with größe as (select 1 as länge) select g.länge from größe g

-- deep nesting of subqueries
select a from (select a from (select a from (select a from (select 1 as a) w) x) y) z

-- a window over a cte's row
with x as (select id, total from orders) select x, row_number() over (order by x.id) from x

-- not materialized in a nested with
with a as (with b as materialized (select id from orders) select count(*) as n from b) select a.n from a
