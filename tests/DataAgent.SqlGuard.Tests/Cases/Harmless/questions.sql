-- revenue by month
select to_char(ordered_at, 'YYYY-MM') as month, sum(total) as revenue from orders group by 1 order by 1

-- best customers
select c.name, sum(o.total) as spent from customers c join orders o on o.customer_id = c.id group by c.name order by spent desc limit 5

-- orders of the last 30 days
select count(*) from orders where ordered_at >= now() - interval '30 days'

-- orders of one month
select count(*) from orders where ordered_at >= '2026-02-01' and ordered_at < '2026-03-01'

-- orders by weekday
select extract(isodow from ordered_at)::int as weekday, count(*) from orders group by weekday order by weekday

-- orders by hour
select date_part('hour', ordered_at) as hour, count(*) from orders group by hour order by hour

-- customers without orders
select name from customers where id not in (select customer_id from orders where customer_id is not null)

-- average basket
select round(avg(total), 2) from orders

-- average items in an order
select avg(n)::numeric(10, 2) from (select order_id, sum(quantity) as n from order_items group by order_id) x

-- products never sold
select p.name from products p where not exists (select 1 from order_items i where i.product_id = p.id)

-- margin by product
select name, price - cost as margin, round((price - cost) / nullif(price, 0) * 100, 1) as percent from products order by percent desc nulls last

-- margin by category
select k.name, sum(i.quantity * (i.unit_price - p.cost)) as margin from order_items i join products p on p.id = i.product_id join categories k on k.id = p.category_id group by k.name

-- share by country
select country, count(*) * 100.0 / sum(count(*)) over () as percent from customers group by country

-- cumulated revenue
select day, sum(revenue) over (order by day) as so_far from (select ordered_at::date as day, sum(total) as revenue from orders group by 1) d

-- growth by month
with m as (select date_trunc('month', ordered_at) as month, sum(total) as revenue from orders group by 1) select month, revenue, round(100 * (revenue - lag(revenue) over (order by month)) / lag(revenue) over (order by month), 1) as growth from m

-- first order of every customer
select distinct on (customer_id) customer_id, id, ordered_at from orders order by customer_id, ordered_at

-- days between orders
select customer_id, avg(gap) from (select customer_id, ordered_at - lag(ordered_at) over (partition by customer_id order by ordered_at) as gap from orders) g group by customer_id

-- repeat customers
select count(*) filter (where n > 1)::float / count(*) from (select customer_id, count(*) as n from orders group by 1) x

-- retention by month
with first as (select customer_id, date_trunc('month', min(ordered_at)) as cohort from orders group by 1), act as (select distinct customer_id, date_trunc('month', ordered_at) as month from orders) select cohort, extract(month from age(month, cohort)) as n, count(*) from first join act using (customer_id) group by 1, 2 order by 1, 2

-- funnel by status
select status, count(*), count(*)::numeric / first_value(count(*)) over (order by count(*) desc) from orders group by status

-- order status as columns
select customer_id, count(*) filter (where status = 'open') as open, count(*) filter (where status = 'paid') as paid, count(*) filter (where status = 'shipped') as shipped from orders group by customer_id

-- top product of each category
select category_id, name from (select category_id, name, rank() over (partition by category_id order by price desc) as r from products) x where r = 1

-- lateral top two orders
select c.name, t.total from customers c cross join lateral (select total from orders where customer_id = c.id order by total desc limit 2) t

-- median and quartiles
select percentile_cont(array[0.25, 0.5, 0.75]) within group (order by total) from orders

-- outliers by standard deviation
select o.* from orders o, (select avg(total) as m, stddev(total) as s from orders) x where abs(o.total - x.m) > 2 * x.s

-- histogram with equal width
select floor(total / 100) * 100 as bucket, count(*) from orders group by bucket order by bucket

-- pareto
select name, spent, sum(spent) over (order by spent desc) / sum(spent) over () as share from (select c.name, sum(o.total) as spent from customers c join orders o on o.customer_id = c.id group by c.name) t

-- text search by word
select name from products where to_tsvector('simple', name) @@ plainto_tsquery('simple', 'product')

-- customers by first letter
select upper(left(name, 1)) as letter, count(*) from customers group by letter

-- domain of e-mail addresses
select split_part(email, '@', 2) as domain, count(*) from customers group by domain

-- age of customers
select name, extract(year from age(birthday))::int as years from customers where birthday is not null

-- birthdays this month
select name from customers where extract(month from birthday) = extract(month from current_date)

-- age groups
select case when age(birthday) < interval '30 years' then 'young' when age(birthday) < interval '50 years' then 'middle' else 'old' end as age_group, count(*) from customers group by age_group

-- time to ship
select avg(shipped_on - ordered_at::date) as days from orders where shipped_on is not null

-- late orders
select id from orders where shipped_on > (ordered_at + interval '3 days')::date

-- who referred whom
select c.name, r.name as referrer from customers c left join customers r on r.id = c.referrer_id

-- chain of referrals
with recursive chain as (select id, name, referrer_id, 0 as depth from customers where referrer_id is null union all select c.id, c.name, c.referrer_id, chain.depth + 1 from customers c join chain on c.referrer_id = chain.id) select depth, count(*) from chain group by depth order by depth

-- all reports of a manager
with recursive team as (select id, name from employees where name = 'Ada' union select e.id, e.name from employees e join team on e.manager_id = team.id) select * from team

-- number of employees per department
select department, count(*), string_agg(name, ', ' order by name) from employees group by department

-- JSON attributes as columns
select name, attributes ->> 'color' as color, (attributes ->> 'size')::int as size from products where attributes ? 'size'

-- count by a JSON attribute
select attributes -> 'color' as color, count(*) from products group by attributes -> 'color'

-- sum over a JSON array
select p.id, sum(d.value::int) from products p, jsonb_array_elements_text(p.attributes -> 'dims') as d(value) group by p.id

-- tags and how often
select tag, count(*) from products cross join unnest(tags) as tag group by tag order by count(*) desc, tag

-- products with all of some tags
select name from products where tags @> '{a}' and array_length(tags, 1) > 1

-- sensor readings per six hours
select sensor, to_timestamp(floor(extract(epoch from at) / 21600) * 21600) as slot, avg(value), max(value) from measurements group by sensor, slot order by sensor, slot

-- moving average of sensor readings
select sensor, at, avg(value) over (partition by sensor order by at rows between 5 preceding and current row) from measurements

-- readings above the sensor's average
select m.* from measurements m join (select sensor, avg(value) as mean from measurements group by sensor) a using (sensor) where m.value > a.mean

-- gaps in readings
select * from (select sensor, at, lead(at) over (partition by sensor order by at) - at as gap from measurements) g where gap > interval '2 hours'

-- calendar joined to readings
select d::date, count(m.value) from generate_series('2026-03-01'::timestamptz, '2026-03-05', '1 day') d left join measurements m on m.at >= d and m.at < d + interval '1 day' group by d order by d

-- every pair of status and country
select s.status, c.country, count(o.id) from (select distinct status from orders) s cross join (select distinct country from customers) c left join (orders o join customers k on k.id = o.customer_id) on o.status = s.status and k.country = c.country group by 1, 2

-- latest value per sensor
select distinct on (sensor) sensor, value from measurements order by sensor, at desc

-- compare two periods
select sum(total) filter (where ordered_at < '2026-03-01') as before, sum(total) filter (where ordered_at >= '2026-03-01') as after from orders

-- difference in percent of two periods
with p as (select sum(case when ordered_at < '2026-03-01' then total end) as a, sum(case when ordered_at >= '2026-03-01' then total end) as b from orders) select a, b, round((b - a) / a * 100, 2) || ' %' from p

-- number of distinct customers per month
select date_trunc('month', ordered_at)::date, count(distinct customer_id) from orders group by 1

-- products bought together
select a.product_id, b.product_id, count(*) from order_items a join order_items b on a.order_id = b.order_id and a.product_id < b.product_id group by 1, 2 order by 3 desc limit 10

-- money formatted
select to_char(sum(total), 'FM999,999,990.00') || ' EUR' from orders

-- a month's name
select trim(to_char(ordered_at, 'Month')) as month, count(*) from orders group by 1, date_part('month', ordered_at) order by date_part('month', ordered_at)

-- quarter and year
select extract(year from ordered_at) || '-Q' || extract(quarter from ordered_at) as quarter, sum(total) from orders group by 1

-- ISO week
select to_char(ordered_at, 'IYYY-IW') as week, count(*) from orders group by week

-- last day of the month
select (date_trunc('month', ordered_at) + interval '1 month - 1 day')::date from orders

-- rows as JSON
select json_build_object('customer', c.name, 'orders', (select json_agg(json_build_object('id', o.id, 'total', o.total)) from orders o where o.customer_id = c.id)) from customers c

-- duplicates
select city, country, count(*) from customers group by city, country having count(*) > 1

-- rank within percentiles
select id, ntile(10) over (order by total) as decile from orders

-- min and max with their row
select * from orders where total = (select max(total) from orders) or total = (select min(total) from orders)

-- conditional sum with a subquery per row
select p.name, (select coalesce(sum(i.quantity), 0) from order_items i where i.product_id = p.id) as sold from products p order by sold desc

-- rows that differ between two sets
(select id from customers except select customer_id from orders) union (select customer_id from orders except select id from customers)

-- exploded comma list
select c.id, trim(part) from customers c, unnest(string_to_array('a, b, c', ',')) as part

-- number of words in a text
select name, array_length(regexp_split_to_array(name, '\s+'), 1) as words from products

-- safe division
select customer_id, sum(total) / nullif(count(*) - 1, 0) from orders group by customer_id

-- between two dates, including the last day
select * from orders where ordered_at::date between date '2026-02-01' and date '2026-02-28'

-- time zone of the business
select (ordered_at at time zone 'Europe/Berlin')::date as day, sum(total) from orders group by day

-- random sample
select * from orders order by random() limit 5

-- running count of new customers
select created_at::date as day, count(*) as new, sum(count(*)) over (order by created_at::date) as all_so_far from customers group by created_at::date

-- weighted average
select sum(unit_price * quantity) / sum(quantity) as average_price from order_items

-- the largest order of each month, with ties
select month, id, total from (select date_trunc('month', ordered_at) as month, id, total, dense_rank() over (partition by date_trunc('month', ordered_at) order by total desc) as d from orders) x where d = 1

-- correlation matrix
select corr(total, id) as a, corr(total, extract(epoch from ordered_at)) as b from orders

-- linear trend
select regr_slope(total, extract(epoch from ordered_at)::float8) * 86400 as per_day from orders

-- bounce by missing next step
select count(*) filter (where shipped_on is null) as waiting, count(*) as all from orders

-- names that sound like system things
select pg_total, version from (select sum(total) as pg_total, max(status) as version from orders) pg_report

-- aliases that are keywords
select "order".total as "select", "order".status as "from" from orders as "order" where "order".id = 1

-- long list of values
select * from orders where id in (1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30)

-- any instead of in
select * from orders where status = any ('{paid,open}'::text[])

-- many joins
select c.name, k.name, p.name, sum(i.quantity) from customers c join orders o on o.customer_id = c.id join order_items i on i.order_id = o.id join products p on p.id = i.product_id join categories k on k.id = p.category_id where c.country = 'DE' group by c.name, k.name, p.name order by 4 desc limit 20

-- several lines and comments
select -- the name
  c.name, /* and
  the city */ c.city
from customers c -- everybody
where true

-- tabs and carriage returns
select	name	from	customers

-- everything in capitals
SELECT C.NAME, SUM(O.TOTAL) FROM CUSTOMERS C JOIN ORDERS O ON O.CUSTOMER_ID = C.ID GROUP BY C.NAME HAVING SUM(O.TOTAL) > 10 ORDER BY 2 DESC LIMIT 5

-- types shown
select pg_typeof(total), pg_typeof(ordered_at)::text from orders limit 1

-- type as text in a condition
select count(*) from orders where pg_typeof(total)::text = 'numeric'

-- type names per group
select pg_typeof(total)::text as kind, count(*) from orders group by 1

-- conditional aggregates over booleans
select count(*) filter (where active) as active, count(*) filter (where not active) as others, avg(active::int) from products

-- difference to the previous row of the same group
select customer_id, id, total - lag(total, 1, total) over (partition by customer_id order by ordered_at) as change from orders

-- string building in a report
select format('%s: %s orders, %s', c.name, count(o.id), coalesce(sum(o.total), 0)::money) from customers c left join orders o on o.customer_id = c.id group by c.id, c.name

-- union of two reports with totals
select status, sum(total) from orders group by status union all select 'all', sum(total) from orders order by 2 desc

-- rollup with labels
select coalesce(status, 'all') as status, coalesce(to_char(ordered_at, 'YYYY-MM'), 'all') as month, sum(total) from orders group by rollup (status, to_char(ordered_at, 'YYYY-MM'))

-- grouping as a label
select case grouping(status) when 1 then 'all' else status end, sum(total) from orders group by grouping sets ((status), ())

-- exists inside select
select name, exists (select 1 from orders o where o.customer_id = c.id and o.total > 500) as is_big from customers c

-- all orders above the customer's own average
select o.* from orders o where o.total > (select avg(x.total) from orders x where x.customer_id = o.customer_id)

-- two windows with the same definition
select id, rank() over w, sum(total) over w from orders window w as (partition by customer_id order by ordered_at)

-- mode of a column
select mode() within group (order by status) as most_frequent from orders

-- array of structs as JSON
select jsonb_agg(jsonb_build_object('month', month, 'revenue', revenue) order by month) from monthly_sales

-- materialized view joined to a calendar
select g.m::date, coalesce(s.revenue, 0) from generate_series(date '2026-01-01', date '2026-12-01', interval '1 month') as g(m) left join monthly_sales s on s.month = g.m

-- view filtered
select city, count(*) from active_customers group by city

-- quoted mixed case in an aggregate
select "Full Name", count(*) as "How Many" from "Mixed Case" group by "Full Name" order by "How Many" desc

-- network addresses by net
select network(set_masklen(ip, 24)) as net, count(*) from events group by net

-- events during a range
select count(*) from events where tstzrange('2026-01-01', '2027-01-01') @> at

-- overlapping ranges
select a.id, b.id from events a join events b on a.during && b.during and a.id < b.id

-- duration in hours
select sum(extract(epoch from duration)) / 3600 as hours from events

-- xml column's length
select length(doc::text) from events

-- uuid compared with text
select name from employees where badge::text like '%a%'

-- hash buckets for a sample
select count(*) from customers where get_byte(decode(md5(name), 'hex'), 0) < 128

-- gaps in a number series
select g from generate_series(1, 60) g left join orders o on o.id = g where o.id is null

-- sequence of months between first and last order
select generate_series(date_trunc('month', min(ordered_at)), max(ordered_at), '1 month') from orders

-- unpivot by values
select c.name, v.kind, v.value from customers c, lateral (values ('city', c.city), ('country', c.country::text)) as v(kind, value)

-- unpivot by unnest
select p.name, u.label, u.amount from products p, unnest(array['price', 'cost'], array[p.price, p.cost]) as u(label, amount)

-- greatest per row over several columns
select name, greatest(price, cost, 0) from products

-- nested aggregates through two levels
select avg(monthly) from (select sum(daily) as monthly from (select ordered_at::date as d, sum(total) as daily from orders group by 1) x group by date_trunc('month', d)) y

-- division of two scalar subqueries
select (select count(*) from orders where status = 'paid')::numeric / (select count(*) from orders)

-- filtered join in a CTE with a default
with targets(country, goal) as (values ('DE', 100), ('FR', 50)) select t.country, t.goal, coalesce(sum(o.total), 0) as reached from targets t left join customers c on c.country = t.country left join orders o on o.customer_id = c.id group by t.country, t.goal
