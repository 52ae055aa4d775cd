-- cohort by first order
with firsts as (select customer_id, min(ordered_at) as first_at from orders group by customer_id)
select date_trunc('month', f.first_at) as cohort, count(distinct o.customer_id) filter (where o.ordered_at > f.first_at) as came_back from firsts f join orders o using (customer_id) group by 1

-- running total with a frame
select ordered_at, sum(total) over (order by ordered_at rows between unbounded preceding and current row) from orders

-- moving average over a range of days
select ordered_at, avg(total) over (order by ordered_at range between interval '7 days' preceding and current row) from orders

-- frame that leaves the current row out
select id, max(total) over (partition by customer_id order by id groups between 1 preceding and 1 following exclude current row) from orders

-- named window used twice
select id, rank() over w, dense_rank() over w from orders window w as (partition by status order by total desc)

-- window built on a window
select id, sum(total) over (w order by id) from orders window w as (partition by status)

-- median and quartiles
select status, percentile_cont(0.5) within group (order by total) as median, percentile_disc(array[0.25, 0.75]) within group (order by total) from orders group by status

-- share of a group in the whole
select status, round(100.0 * sum(total) / sum(sum(total)) over (), 1) as percent from orders group by status

-- days without an order
select d::date from generate_series(timestamp '2026-01-01', timestamp '2026-02-01', interval '1 day') d where not exists (select from orders o where o.ordered_at::date = d::date)

-- latest row of each customer
select distinct on (customer_id) customer_id, id, ordered_at from orders order by customer_id, ordered_at desc

-- the same by lateral
select c.name, l.id, l.total from customers c left join lateral (select o.id, o.total from orders o where o.customer_id = c.id order by o.ordered_at desc limit 1) l on true

-- gaps between orders
select customer_id, ordered_at - lag(ordered_at) over (partition by customer_id order by ordered_at) as gap from orders

-- pivot by filter
select customer_id, count(*) filter (where status = 'paid') as paid, count(*) filter (where status = 'open') as open from orders group by customer_id order by paid desc nulls last

-- subtotals with labels
select case when grouping(status) = 1 then 'all' else status end as status, sum(total) from orders group by rollup (status)

-- bought together
select a.product_id, b.product_id, count(*) from order_items a join order_items b on a.order_id = b.order_id and a.product_id < b.product_id group by 1, 2 having count(*) > 1 order by 3 desc

-- histogram
select width_bucket(total, 0, 1000, 10) as bucket, count(*), min(total), max(total) from orders group by bucket order by bucket

-- reporting line
with recursive line as (select id, name, 1 as depth, array[id] as path from employees where manager_id is null union all select e.id, e.name, l.depth + 1, l.path || e.id from employees e join line l on e.manager_id = l.id where e.id <> all (l.path))
select repeat('  ', depth - 1) || name from line order by path

-- rows of a table as JSON
select jsonb_agg(to_jsonb(c) - 'home') from customers c

-- keys of documents counted
select k.key, count(*) from events e, jsonb_each(e.details) k(key, value) group by k.key

-- tags exploded and counted
select upper(trim(t.tag)) as tag, count(*) from products p cross join unnest(p.tags) t(tag) group by 1 order by 2 desc, 1

-- difference of two months
select * from (select customer_id from orders where ordered_at < '2026-02-01' except select customer_id from orders where ordered_at >= '2026-02-01') gone order by customer_id

-- nothing found is no error
select count(*), sum(total), avg(total) from orders where status = 'none of these'

-- linear trend
select regr_slope(total, extract(epoch from ordered_at)), corr(total, id) from orders

-- text search with rank
select kind, ts_rank(body, plainto_tsquery('english', 'fox')) from events where body @@ plainto_tsquery('english', 'fox') order by 2 desc
