-- After the load, where it is quicker.
alter table countries add primary key (code), add unique (name);
alter table categories add primary key (category_id), add foreign key (parent_id) references categories;
alter table suppliers add primary key (supplier_id), add foreign key (country_code) references countries,
    add check (rating between 1 and 5);
alter table products add primary key (product_id), add unique (sku), add check (price > 0),
    add foreign key (category_id) references categories, add foreign key (supplier_id) references suppliers;
alter table stores add primary key (store_id), add foreign key (country_code) references countries;
alter table employees add primary key (employee_id), add foreign key (store_id) references stores, add foreign key (manager_id) references employees;
alter table marketing_campaigns add primary key (campaign_id), add check (ends_on >= starts_on);
alter table customers add primary key (customer_id), add check (loyalty_tier in ('bronze', 'silver', 'gold'));
alter table customer_contact add primary key (customer_id), add foreign key (customer_id) references customers;
alter table orders add primary key (order_id), add foreign key (customer_id) references customers, add foreign key (store_id) references stores,
    add foreign key (employee_id) references employees, add foreign key (campaign_id) references marketing_campaigns,
    add check ((channel = 'store') = (store_id is not null));
alter table order_lines add primary key (order_id, line_no), add foreign key (order_id) references orders,
    add foreign key (product_id) references products, add check (quantity <> 0);
alter table payments add primary key (payment_id), add foreign key (order_id) references orders;
alter table shipments add primary key (shipment_id), add foreign key (order_id) references orders, add check (delivered_at > shipped_at);
alter table returns add primary key (return_id), add foreign key (order_id, line_no) references order_lines, add check (quantity > 0);
alter table inventory add primary key (store_id, product_id), add foreign key (store_id) references stores,
    add foreign key (product_id) references products, add check (on_hand >= 0);
alter table reviews add primary key (review_id), add foreign key (product_id) references products,
    add foreign key (customer_id) references customers, add check (rating between 1 and 5);

create index on orders (ordered_at);
create index on orders (customer_id);
create index on order_lines (product_id);
create index on payments (order_id);
create index on shipments (order_id);
create index on returns (order_id, line_no);
create index on reviews (product_id);

create view monthly_sales as
select date_trunc('month', ordered_at)::date as month, channel, count(*) as orders, sum(total_amount) as revenue
from orders where status not in ('cancelled', 'returned') group by 1, 2;
comment on view monthly_sales is 'Orders and revenue by month and channel, without cancelled and returned orders.';

create view product_sales as
select p.product_id, p.name as product, c.name as category, top.name as department,
    sum(l.quantity) as units_sold, sum(l.line_total) as revenue, sum(l.line_total - l.quantity * p.cost) as margin
from order_lines l
join orders o on o.order_id = l.order_id and o.status not in ('cancelled', 'returned')
join products p on p.product_id = l.product_id
join categories c on c.category_id = p.category_id
join categories top on top.category_id = c.parent_id
group by p.product_id, p.name, c.name, top.name;
comment on view product_sales is 'Units, revenue and margin of each product over all time, without cancelled and returned orders.';
comment on column product_sales.department is 'The top category.';

create view customer_value as
select c.customer_id, c.name, c.segment, min(o.ordered_at)::date as first_order, max(o.ordered_at)::date as last_order,
    count(o.order_id) as orders, coalesce(sum(o.total_amount), 0) as revenue
from customers c left join orders o on o.customer_id = c.customer_id and o.status not in ('cancelled', 'returned')
group by c.customer_id, c.name, c.segment;
comment on view customer_value is 'What each customer bought so far, without cancelled and returned orders.';

analyze;
