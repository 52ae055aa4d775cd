-- How many orders each day gets: growth, the week, the year and a few great days, scaled to 200,000 in all.
create temporary table day as
select day, n,
    6000 + n * 19000 / 1095 as customers,
    (select count(*)::int from stores where opened_on <= day) as open_stores,
    (select campaign_id from marketing_campaigns where day between starts_on and ends_on) as campaign_id,
    lag(upto, 1, 0::bigint) over (order by n) as before,
    upto - lag(upto, 1, 0::bigint) over (order by n) as orders
from (
    select day, n, div(sum(weight) over (order by n) * 200000, sum(weight) over ())::bigint as upto
    from (
        select day, n, (1000 + n)::bigint
            * (array[84, 80, 92, 97, 102, 98, 90, 88, 99, 105, 128, 146])[extract(month from day)::int]
            * (array[118, 92, 90, 94, 98, 112, 126])[extract(dow from day)::int + 1]
            * case when extract(month from day) = 11 and extract(day from day) between 22 and 30 then 150
                   when extract(month from day) = 12 and extract(day from day) between 24 and 27 then 45 else 100 end
            * (92 + pg_temp.roll(n, 21, 17)) as weight
        from (select date '2023-01-01' + n as day, n from generate_series(0, 1095) n) d
    ) weighed
) counted;

create temporary table new_order as
select order_id, customer_id, segment, day, extract(year from day)::int as year, campaign_id,
    case when extract(month from day) between 4 and 7 then 'garden' when extract(month from day) >= 11 then 'toys' end as season,
    day + make_interval(hours => (array[
        0, 1, 6, 7, 7, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 10, 11, 11, 11, 11, 11, 12, 12, 12, 12, 12, 12, 13, 13,
        13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 15, 16, 16, 16, 16, 17, 17, 17, 17, 17, 18, 18, 18, 18, 18, 18, 19, 19, 19, 19,
        19, 19, 19, 20, 20, 20, 20, 20, 20, 20, 20, 21, 21, 21, 21, 21, 21, 22, 22, 22])[1 + place * 80 / orders],
        mins => pg_temp.roll(order_id, 31, 60), secs => pg_temp.roll(order_id, 32, 60)) as ordered_at,
    case when channel = 'store' then 1 + pg_temp.roll(order_id, 33, open_stores) end as store_id,
    channel,
    case when age_days < 3 then (array['pending', 'paid', 'paid'])[1 + pg_temp.roll(order_id, 34, 3)]
        when age_days < 9 then (array['paid', 'shipped', 'shipped', 'delivered'])[1 + pg_temp.roll(order_id, 34, 4)]
        else (case when pg_temp.roll(order_id, 34, 1000) < 45 then 'cancelled' when pg_temp.roll(order_id, 34, 1000) < 85 then 'returned'
                   when pg_temp.roll(order_id, 34, 1000) < 87 then 'pending' else 'delivered' end) end::order_status as status,
    lines
from (
    select o.*, c.segment,
        case when r < 10 then 'phone' when r < 130 then 'marketplace' when r < 400 then 'store' when r < 560 + n * 160 / 1095 then 'mobile_app' else 'web' end::sales_channel as channel,
        (array[1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 6, 6, 7, 8])[1 + pg_temp.roll(order_id, 36, 32)]
            + case when c.segment = 'enterprise' then 3 else 0 end as lines
    from (
        select (before + place + 1)::int as order_id, day, n, place, orders, open_stores,
            case when pg_temp.roll(before + place, 37, 100) < 40 then campaign_id end as campaign_id,
            date '2025-12-31' - day as age_days,
            -- Half of the orders come from anybody, half from those who have been customers for longer.
            1 + case when pg_temp.roll(before + place, 38, 2) = 0 then pg_temp.roll(before + place, 39, customers)
                     else least(pg_temp.roll(before + place, 40, customers), pg_temp.roll(before + place, 41, customers)) end as customer_id,
            pg_temp.roll(before + place, 35, 1000) as r
        from day, generate_series(0, orders - 1) place
    ) o join customers c using (customer_id)
) o;
analyze new_order;

-- In the order of the orders, so that the table is stored in it; "offset 0" keeps the long expressions from being written out twice.
-- A wish is a product, some far more often than others; in the season also one of the garden or of the toys.
insert into order_lines (order_id, line_no, product_id, quantity, unit_price, discount_percent)
select order_id, line_no, product_id,
    case when line % 2311 = 0 then -1
        when segment = 'enterprise' then 2 + pg_temp.roll(line, 51, 24)
        when segment = 'small_business' then 1 + pg_temp.roll(line, 51, 6)
        else (array[1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4])[1 + pg_temp.roll(line, 51, 12)] end,
    round(price * case year when 2023 then 0.93 when 2024 then 0.97 else 1 end, 2),
    case when campaign_id is not null then (array[10, 15, 20, 20, 25])[1 + pg_temp.roll(line, 52, 5)]
        when segment = 'enterprise' then 12.5
        when pg_temp.roll(line, 53, 100) < 9 then 5 end
from (
    select w.*, case when wish % 4 = 0 and p.launched_on > day then wish - 1 when p.discontinued_on <= day then wish + 1 else wish end as product_id
    from (
        select o.order_id, o.year, o.day, o.segment, o.campaign_id, line_no, o.order_id * 16 + line_no as line,
            case when season = 'garden' and pg_temp.roll(o.order_id * 16 + line_no, 54, 100) < 16 then 321 + pg_temp.roll(o.order_id * 16 + line_no, 55, 80)
                 when season = 'toys' and pg_temp.roll(o.order_id * 16 + line_no, 54, 100) < 18 then 401 + pg_temp.roll(o.order_id * 16 + line_no, 55, 80)
                 else 1 + least(pg_temp.roll(o.order_id * 16 + line_no, 56, 640), pg_temp.roll(o.order_id * 16 + line_no, 57, 640)) * 271 % 640 end as wish
        from new_order o, generate_series(1, lines) line_no
        offset 0
    ) w join products p on p.product_id = wish
    offset 0
) l join products using (product_id);

insert into orders (order_id, customer_id, ordered_at, status, channel, store_id, employee_id, campaign_id, total_amount, shipping_fee, note)
select order_id, customer_id, ordered_at, status, channel, store_id,
    store_id * 9 + 2 + pg_temp.roll(order_id, 61, 8), campaign_id, total,
    case when channel = 'store' or total >= 80 then 0 when channel = 'marketplace' then 5.95 else 4.95 end,
    case when order_id % 53 = 0 then (array['Leave with the neighbour.', 'Gift wrapping, please.', 'Ring the bell twice.', 'Call before delivery.', 'Invoice to head office.'])[1 + pg_temp.roll(order_id, 62, 5)] end
from new_order join (select order_id, sum(line_total) as total from order_lines group by order_id) t using (order_id);

insert into payments (payment_id, order_id, method, status, amount, paid_at)
select row_number() over (order by order_id, attempt), order_id, method,
    case when attempt = 0 then 'failed' when status = 'returned' then 'refunded' when status = 'pending' then 'authorized' else 'captured' end::payment_status,
    total_amount + shipping_fee, ordered_at + make_interval(mins => 1 + attempt * 4 + case when method = 'bank_transfer' then 600 + pg_temp.roll(order_id, 71, 2800) else 0 end)
from (
    select *, case when channel = 'store' then (array['card', 'card', 'card', 'cash', 'cash', 'gift_card'])[1 + pg_temp.roll(order_id, 72, 6)]
        else (array['card', 'card', 'card', 'card', 'wallet', 'wallet', 'wallet', 'bank_transfer', 'bank_transfer', 'gift_card'])[1 + pg_temp.roll(order_id, 72, 10)] end::payment_method as method
    from orders where status <> 'cancelled'
) o, generate_series(0, 1) attempt
where attempt = 1 or pg_temp.roll(order_id, 73, 1000) < 28;

insert into shipments (shipment_id, order_id, carrier, shipped_at, delivered_at, shipping_cost)
select row_number() over (order by order_id), order_id, carrier, shipped_at,
    case when status <> 'shipped' and pg_temp.roll(order_id, 81, 500) > 0 then shipped_at + make_interval(hours => 18 + pg_temp.roll(order_id, 82, slowness)) end,
    (29 + pg_temp.roll(order_id, 83, 60)) * 0.1
from (
    select *, (array['Parcelway', 'Parcelway', 'Swiftbox', 'Northpost', 'Green Courier'])[1 + pg_temp.roll(order_id, 84, 5)] as carrier,
        case when extract(month from ordered_at) = 12 then 150 else 90 end as slowness,
        ordered_at + make_interval(hours => 5 + pg_temp.roll(order_id, 85, 44)) as shipped_at
    from orders where channel <> 'store' and status in ('shipped', 'delivered', 'returned')
) o;

insert into returns (return_id, order_id, line_no, reason, quantity, refund_amount, returned_on)
select row_number() over (order by order_id, line_no), order_id, line_no,
    (array['damaged', 'wrong_item', 'wrong_size', 'wrong_size', 'not_as_described', 'changed_mind', 'changed_mind', 'changed_mind', null])[1 + pg_temp.roll(line, 91, 9)]::return_reason,
    quantity, line_total, least(ordered_at::date + 4 + pg_temp.roll(line, 92, 24), date '2025-12-31')
from (select l.*, o.status, o.ordered_at, order_id * 16 + line_no as line from order_lines l join orders o using (order_id) where o.status in ('delivered', 'returned')) l
where quantity > 0 and (status = 'returned' or pg_temp.roll(line, 93, 1000) < 24);

insert into inventory (store_id, product_id, on_hand, reorder_level, counted_on)
select store_id, product_id,
    case when pg_temp.roll(store_id * 1000 + product_id, 101, 30) = 0 then 0 else pg_temp.roll(store_id * 1000 + product_id, 102, 90) end,
    8 + pg_temp.roll(product_id, 103, 18), date '2025-12-28' + pg_temp.roll(store_id, 104, 4)
from stores, products where discontinued_on is null and pg_temp.roll(store_id * 1000 + product_id, 105, 100) < 88;

insert into reviews (review_id, product_id, customer_id, rating, comment, reviewed_on)
select row_number() over (order by order_id), product_id, customer_id, rating,
    case when pg_temp.roll(order_id, 111, 3) > 0 then
        (array['Broke after a week.', 'Not what I expected.', 'Does the job.', 'Good value for the price.', 'Excellent, would buy again.'])[rating]
        || (array['', '', ' Arrived quickly.', ' The box was dented.', ' A gift for my sister.', ' Friendly service.'])[1 + pg_temp.roll(order_id, 112, 6)] end,
    least(ordered_at::date + 6 + pg_temp.roll(order_id, 113, 40), date '2025-12-31')
from (
    select o.order_id, o.customer_id, o.ordered_at, l.product_id,
        (array[1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5])[1 + (pg_temp.roll(o.order_id, 114, 14) + pg_temp.roll(l.product_id, 115, 7))] as rating
    from orders o join order_lines l using (order_id)
    where line_no = 1 and status = 'delivered' and quantity > 0 and pg_temp.roll(o.order_id, 116, 100) < 17
) r;
