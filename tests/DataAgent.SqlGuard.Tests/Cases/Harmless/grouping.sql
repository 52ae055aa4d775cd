-- count and friends
select count(*), count(note), count(distinct status), sum(total), avg(total), min(total), max(total) from orders

-- group by column
select status, count(*) from orders group by status

-- group by position
select status, date_trunc('month', ordered_at), sum(total) from orders group by 1, 2

-- group by an output alias
select date_trunc('month', ordered_at) as month, sum(total) from orders group by month order by month

-- group by a function's own name
select date_trunc('day', ordered_at), count(*) from orders group by date_trunc

-- group by an expression
select extract(year from ordered_at) as y, count(*) from orders group by extract(year from ordered_at)

-- group by a row of columns
select status, customer_id, count(*) from orders group by (status, customer_id)

-- having
select customer_id, sum(total) from orders group by customer_id having sum(total) > 50 and count(*) > 1

-- having without group by
select count(*) from orders having count(*) > 0

-- rollup
select status, customer_id, sum(total), grouping(status, customer_id) from orders group by rollup (status, customer_id)

-- cube
select status, customer_id, sum(total) from orders group by cube (status, customer_id)

-- cube over an alias
select date_trunc('month', ordered_at) as m, status, sum(total) from orders group by cube (m, status)

-- grouping sets
select status, customer_id, count(*) from orders group by grouping sets ((status), (customer_id), (status, customer_id), ())

-- grouping sets with rollup inside
select status, customer_id, count(*) from orders group by grouping sets (rollup (status, customer_id), ())

-- group by distinct
-- since: 140000
select status, customer_id, count(*) from orders group by distinct rollup (status, customer_id), rollup (status)

-- group by nothing
select sum(total) from orders group by ()

-- filter
select count(*) filter (where status = 'paid') as paid, sum(total) filter (where total > 10) from orders

-- ordered aggregate
select string_agg(name, ', ' order by name desc), array_agg(distinct city order by city) from customers

-- within group
select percentile_cont(0.5) within group (order by total), percentile_disc(array[0.25, 0.75]) within group (order by total), mode() within group (order by status) from orders

-- hypothetical set aggregate
select rank(50) within group (order by total), percent_rank(50) within group (order by total), cume_dist(50) within group (order by total), dense_rank(50) within group (order by total) from orders

-- statistics
select stddev(total), stddev_pop(total), stddev_samp(total), variance(total), var_pop(total), var_samp(total), corr(total, id), covar_pop(total, id), covar_samp(total, id) from orders

-- regression
select regr_slope(total, id), regr_intercept(total, id), regr_r2(total, id), regr_count(total, id), regr_avgx(total, id), regr_avgy(total, id), regr_sxx(total, id), regr_sxy(total, id), regr_syy(total, id) from orders

-- boolean and bit aggregates
select bool_and(active), bool_or(active), every(active), bit_and(id), bit_or(id) from products

-- json aggregates
select json_agg(name), jsonb_agg(name order by id), json_object_agg(name, price), jsonb_object_agg(name, price) from products

-- range aggregates
-- since: 140000
select range_agg(days), range_intersect_agg(days) from events

-- any_value
-- since: 160000
select city, any_value(name) from customers group by city

-- aggregate of aggregates by a subquery
select avg(n) from (select count(*) as n from orders group by customer_id) x

-- aggregate over an unnamed column of a subquery
select avg(count), max(sum) from (select count(*), sum(total) from orders group by customer_id) x

-- share of a whole
select status, sum(total) / (select sum(total) from orders) * 100 as percent from orders group by status

-- histogram by width_bucket
select width_bucket(total, 0, 1000, 10) as bucket, count(*), min(total), max(total) from orders group by bucket order by bucket

-- pivot by filter
select customer_id, sum(total) filter (where status = 'paid') as paid, sum(total) filter (where status = 'open') as open from orders group by customer_id

-- pivot by case
select date_trunc('month', ordered_at)::date as month, sum(case when status = 'paid' then total else 0 end) as paid, sum(case when status <> 'paid' then 1 end) as others from orders group by 1 order by 1

-- row_number
select id, row_number() over (order by id) from orders

-- partition by
select id, rank() over (partition by customer_id order by total desc), dense_rank() over (partition by customer_id order by total desc), percent_rank() over (order by total), cume_dist() over (order by total), ntile(4) over (order by total) from orders

-- lag and lead
-- since: 140000
select id, total - lag(total) over (order by ordered_at), lead(total, 2, 0) over (partition by customer_id order by ordered_at) from orders

-- first, last and nth value
select first_value(total) over w, last_value(total) over w, nth_value(total, 2) over w from orders window w as (partition by status order by id rows between unbounded preceding and unbounded following)

-- running total
select ordered_at, sum(total) over (order by ordered_at rows unbounded preceding) from orders

-- moving average
select ordered_at, avg(total) over (order by ordered_at rows between 6 preceding and current row) from orders

-- range frame with an interval
select ordered_at, sum(total) over (order by ordered_at range between interval '7 days' preceding and interval '1 day' following) from orders

-- groups frame with exclusion
select id, sum(total) over (order by status groups between 1 preceding and 1 following exclude current row), count(*) over (order by status rows between 1 preceding and 1 following exclude ties) from orders

-- named window that extends another
select sum(total) over (w order by id), count(*) over w from orders window w as (partition by status), v as (w order by total)

-- window over an aggregate
select customer_id, sum(total), rank() over (order by sum(total) desc), sum(sum(total)) over () from orders group by customer_id

-- filter in a window
select id, count(*) filter (where status = 'paid') over (order by id) from orders

-- top three per group
select * from (select o.*, row_number() over (partition by customer_id order by total desc) as rn from orders o) r where r.rn <= 3

-- year over year
select y, revenue, revenue / lag(revenue) over (order by y) - 1 as growth from (select extract(year from ordered_at) as y, sum(total) as revenue from orders group by 1) t

-- median per group
select status, percentile_cont(0.5) within group (order by total) as median from orders group by status

-- gaps and islands
select min(d), max(d), count(*) from (select d, d - (row_number() over (order by d))::int as island from (select distinct ordered_at::date as d from orders) a) b group by island

-- cohort
with first as (select customer_id, min(ordered_at)::date as joined from orders group by customer_id) select f.joined, count(distinct o.customer_id) from first f join orders o using (customer_id) group by f.joined

-- distinct with a window
select distinct status, count(*) over (partition by status) from orders

-- order by an aggregate that is not selected
select status from orders group by status order by count(*) desc, max(total)

-- primary key covers the other columns
select c.id, c.name, c.city, count(o.id) from customers c left join orders o on o.customer_id = c.id group by c.id

-- group by all of a union
select kind, count(*) from (select 'c' as kind from customers union all select 'o' from orders) u group by kind

-- distinct aggregate over an expression
select count(distinct (city, country)), count(distinct pg_catalog.lower(city)) from customers

-- array of the best
select customer_id, (array_agg(total order by total desc))[1:3] as best from orders group by customer_id

-- aggregate in the middle of an expression
select round(100.0 * count(*) filter (where status = 'paid') / nullif(count(*), 0), 1) || '%' as paid from orders

-- correlation between two measures
select corr(i.quantity, p.price) from order_items i join products p on p.id = i.product_id
