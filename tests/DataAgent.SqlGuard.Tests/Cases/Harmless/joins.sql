-- inner join
select c.name, o.total from customers c join orders o on o.customer_id = c.id

-- left, right, full
select * from customers c left join orders o on o.customer_id = c.id right join products p on p.id = o.id full outer join categories k on k.id = p.category_id

-- cross join and comma
select 1 from customers cross join categories, products

-- using
select customer_id from orders join (select id as customer_id, name from customers) c using (customer_id)

-- using with an alias for the merged columns
-- since: 140000
select u.id, c.name from customers c join products p using (id) as u

-- natural join
select * from (select id as customer_id, city from customers) c natural join orders

-- natural left join
select total from orders natural left join (select 1 as customer_id) x

-- a join with its own alias
select j.total, j.city from (orders o join (select id as customer_id, city from customers) c using (customer_id)) as j

-- a join alias that renames columns
select j.a, j.b from (categories c cross join products p) as j(a, b)

-- columns behind a join alias that renames the first ones
select j.a, j.parent_id, j.price from (categories c cross join products p) as j(a, b)

-- nested joins in parentheses
select c.name, p.name from customers c join (orders o join (order_items i join products p on p.id = i.product_id) on i.order_id = o.id) on o.customer_id = c.id

-- self join
select a.name, b.name from employees a left join employees b on b.id = a.manager_id

-- join on a condition over three tables
select count(*) from customers c join orders o on true join order_items i on i.order_id = o.id and c.id = o.customer_id

-- lateral subquery
select c.name, last.total from customers c, lateral (select total from orders o where o.customer_id = c.id order by ordered_at desc limit 1) last

-- left join lateral
select c.name, t.sum from customers c left join lateral (select sum(total) from orders where customer_id = c.id) t on true

-- lateral in a nested join
select * from customers c join (orders o cross join lateral (select o.total * 2 as twice) d) on o.customer_id = c.id and d.twice > 1

-- function in FROM sees what is left of it
select c.name, tag from customers c, products p, unnest(p.tags) as tag

-- function with ordinality
select tag, n from products, unnest(tags) with ordinality as t(tag, n)

-- function with ordinality and no column names
select ordinality from unnest(array[1, 2]) with ordinality

-- rows from
select * from rows from (generate_series(1, 3), unnest(array['a', 'b'])) as r(n, t)

-- rows from with column definitions
select r.a, r.n from rows from (json_to_recordset('[{"a": 1}]') as (a int, b text), generate_series(1, 2)) with ordinality as r(a, b, g, n)

-- several arrays at once
select a, b from unnest(array[1, 2], array['x', 'y']) as u(a, b)

-- column definitions with a collation
select x.b from jsonb_to_record('{"a": 1, "b": "z"}') as x(a int, b text collate "C")

-- generate_series over time
select day::date from generate_series('2026-01-01'::timestamptz, '2026-01-07', interval '1 day') as day

-- function without an alias
select generate_series from generate_series(1, 3)

-- function's alias as a whole value
select g, g.g, g * 2 from generate_series(1, 3) g

-- days without orders
select d.day, count(o.id) from generate_series(date '2026-01-01', date '2026-01-31', '1 day') as d(day) left join orders o on o.ordered_at::date = d.day group by d.day order by d.day

-- current_date as a table
select * from current_date

-- coalesce as a table
select x from coalesce(1, 2) as x

-- json functions in FROM
select e.key, e.value, x.v from events, json_each(payload) e, jsonb_array_elements(details -> 'a') as x(v)

-- json elements by their own column names
select value, e.value ->> 'x' from jsonb_array_elements('[{"x": 1}]') e

-- record set from json with column definitions
select r.name, r.qty from jsonb_to_recordset('[{"name": "a", "qty": 2}]') as r(name text, qty int) where r.qty > 1

-- populate a row type
select p.name from jsonb_populate_record(null::customers, '{"name": "x"}') p

-- table sample
select count(*) from orders tablesample bernoulli (50)

-- table sample with schema, alias and seed
select o.id from shop.orders as o tablesample pg_catalog.system (10) repeatable (42) where o.id > 0

-- subquery without an alias
-- since: 160000
select total from (select total from orders)

-- subquery alias that renames columns
select s.a, s.total from (select id, total from orders) as s(a)

-- star from a subquery and its parts
select s.*, s.total from (select * from orders) s where s.status = 'open'

-- star of two tables through a subquery
select q.quantity, q.price from (select i.*, p.price from order_items i join products p on p.id = i.product_id) q

-- star through two levels
select total from (select * from (select * from orders) a) b

-- same alias inside and outside
select x.name from customers x where exists (select 1 from orders x where x.customer_id = 1)

-- inner name hides outer one
select id from customers where id in (select id from orders where orders.id = customers.id)

-- correlated two levels up
select c.name from customers c where exists (select 1 from orders o where o.customer_id = c.id and exists (select 1 from order_items i where i.order_id = o.id and c.city is not null))

-- unqualified outer reference
select name from customers where exists (select 1 from order_items where birthday is not null)

-- correlated subquery in FROM of a subquery
select (select x.m from (select max(total) as m from orders o where o.customer_id = c.id) x) from customers c

-- correlated subquery in HAVING and ORDER BY
select customer_id from orders o group by customer_id having count(*) > (select 0 from customers c where c.id = o.customer_id) order by (select name from customers c where c.id = o.customer_id)

-- table name hidden by its alias is free for another
select orders.name from orders o, customers orders

-- join condition uses only the joined ones
select * from categories k, customers c join orders o on c.id = o.customer_id where k.id = 1

-- using over three tables
select id from customers join products using (id) join categories using (id)

-- column that only one side of a join has
select quantity, price from order_items join products on product_id = products.id

-- whole row of a subquery
select s from (select 1 as a, 2 as b) s

-- field of a subquery's whole row
select (s).a from (select 1 as a, 2 as b) s

-- json of a subquery's row
select json_agg(s) from (select id, name from customers limit 3) s

-- unnest of a two-dimensional array with ordinality
select u.v, u.i from events e cross join lateral unnest(e.matrix) with ordinality as u(v, i)

-- regexp to table
select w from customers, regexp_split_to_table(name, ' ') as w

-- string to table
-- since: 140000
select part from string_to_table('a,b,c', ',') as part

-- function of an outer column deep inside
select c.id, s.n from customers c, lateral (select count(*) as n from generate_series(1, c.id) g where g > 1) s

-- anti join
select c.* from customers c left join orders o on o.customer_id = c.id where o.id is null

-- join with an inequality
select a.id, b.id from orders a join orders b on a.ordered_at < b.ordered_at and a.customer_id = b.customer_id

-- cte in a subquery in FROM
select * from (with x as (select 1 as n) select n from x) y

-- union in FROM
select u.name, u.kind from (select name, 'c' as kind from customers union all select name, 'p' from products) u order by u.kind

-- a table named twice with two aliases
select a.city, b.city from customers a, customers b where a.id < b.id and a.city = b.city
