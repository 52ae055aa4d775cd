-- A shop with stores, as invented for the demo: every name, person and figure is made up.
create schema shop;
comment on schema shop is 'Online retailer with stores in Europe and North America. All amounts are in euros.';
set search_path = shop;
set timezone = 'UTC';
-- Short of statistics, PostgreSQL would compile more than it runs.
set jit = off;
set enable_mergejoin = off;
set work_mem = '64MB';
set maintenance_work_mem = '128MB';

create type sales_channel as enum ('web', 'mobile_app', 'store', 'marketplace', 'phone');
create type order_status as enum ('pending', 'paid', 'shipped', 'delivered', 'cancelled', 'returned');
create type customer_segment as enum ('consumer', 'small_business', 'enterprise');
create type payment_method as enum ('card', 'wallet', 'bank_transfer', 'gift_card', 'cash');
create type payment_status as enum ('authorized', 'captured', 'failed', 'refunded');
create type return_reason as enum ('damaged', 'wrong_item', 'wrong_size', 'not_as_described', 'changed_mind');

create table countries (
    code char(2) not null,
    name text not null,
    region text not null
);
comment on table countries is 'Countries the company works in.';
comment on column countries.code is 'ISO 3166 code of two letters.';
comment on column countries.region is 'Sales region, as the sales team draws it.';

create table categories (
    category_id int not null,
    name text not null,
    parent_id int
);
comment on table categories is 'Product categories, two levels deep.';
comment on column categories.parent_id is 'The category above; empty for a top category.';

create table suppliers (
    supplier_id int not null,
    name text not null,
    country_code char(2) not null,
    rating numeric(2, 1),
    lead_time_days int not null
);
comment on table suppliers is 'Companies that products are bought from.';
comment on column suppliers.rating is 'From 1.0 to 5.0 by the purchasing team; empty when not rated yet.';
comment on column suppliers.lead_time_days is 'Days from order to delivery, as agreed.';

create table products (
    product_id int not null,
    sku text not null,
    name text not null,
    category_id int not null,
    supplier_id int not null,
    price numeric(10, 2) not null,
    cost numeric(10, 2) not null,
    weight_kg numeric(6, 2),
    launched_on date not null,
    discontinued_on date
);
comment on table products is 'Everything that is or was for sale.';
comment on column products.sku is 'Stock keeping unit, printed on the label.';
comment on column products.price is 'List price today. What was paid is in order_lines.unit_price.';
comment on column products.cost is 'What the supplier charges today.';
comment on column products.weight_kg is 'Empty when nobody weighed it.';
comment on column products.discontinued_on is 'Empty while the product is for sale.';

create table stores (
    store_id int not null,
    name text not null,
    city text not null,
    country_code char(2) not null,
    area_sqm int not null,
    opened_on date not null
);
comment on table stores is 'Shops on the street.';
comment on column stores.area_sqm is 'Sales floor in square metres.';

create table employees (
    employee_id int not null,
    name text not null,
    job_title text not null,
    store_id int,
    manager_id int,
    hired_on date not null,
    left_on date
);
comment on table employees is 'Staff of the stores and of the head office.';
comment on column employees.store_id is 'Empty for the head office.';
comment on column employees.manager_id is 'Who this person reports to; empty for the managing director.';
comment on column employees.left_on is 'Last day at work; empty for current staff.';

create table marketing_campaigns (
    campaign_id int not null,
    name text not null,
    medium text not null,
    starts_on date not null,
    ends_on date not null,
    budget numeric(12, 2) not null
);
comment on table marketing_campaigns is 'Campaigns that orders are credited to.';
comment on column marketing_campaigns.medium is 'Where it ran: email, social, search, affiliate or print.';

create table customers (
    customer_id int not null,
    name text not null,
    segment customer_segment not null,
    country text not null,
    city text,
    loyalty_tier text,
    joined_on date not null
);
comment on table customers is 'People and companies that registered. How to reach them is in customer_contact.';
comment on column customers.country is 'As typed at registration, so a few are spelt differently.';
comment on column customers.loyalty_tier is 'bronze, silver or gold; empty for those outside the loyalty programme.';

create table customer_contact (
    customer_id int not null,
    email text,
    phone text,
    birth_date date,
    street text,
    postal_code text,
    newsletter boolean not null
);
comment on table customer_contact is 'Personal data of customers. For the support team only.';

create table orders (
    order_id int not null,
    customer_id int not null,
    ordered_at timestamptz not null,
    status order_status not null,
    channel sales_channel not null,
    store_id int,
    employee_id int,
    campaign_id int,
    total_amount numeric(12, 2) not null,
    shipping_fee numeric(8, 2) not null,
    note text
);
comment on table orders is 'One purchase each, from 2023 to 2025.';
comment on column orders.store_id is 'The store it was bought in; empty unless the channel is store.';
comment on column orders.employee_id is 'Who served the customer, in a store.';
comment on column orders.campaign_id is 'The campaign that brought the order, when one did.';
comment on column orders.total_amount is 'Sum of the lines after discount, without shipping.';

create table order_lines (
    order_id int not null,
    line_no smallint not null,
    product_id int not null,
    quantity int not null,
    unit_price numeric(10, 2) not null,
    discount_percent numeric(4, 1),
    line_total numeric(12, 2) generated always as (round(quantity * unit_price * (1 - coalesce(discount_percent, 0) / 100), 2)) stored
);
comment on table order_lines is 'Products of an order. The largest table.';
comment on column order_lines.quantity is 'Pieces. Below zero: a correction booked by hand in a store.';
comment on column order_lines.unit_price is 'Price of one piece on the day, before discount.';
comment on column order_lines.discount_percent is 'Empty when there was no discount.';
comment on column order_lines.line_total is 'Revenue of the line after discount.';

create table payments (
    payment_id int not null,
    order_id int not null,
    method payment_method not null,
    status payment_status not null,
    amount numeric(12, 2) not null,
    paid_at timestamptz not null
);
comment on table payments is 'Attempts to pay. An order may have a failed one before the one that worked.';

create table shipments (
    shipment_id int not null,
    order_id int not null,
    carrier text not null,
    shipped_at timestamptz not null,
    delivered_at timestamptz,
    shipping_cost numeric(8, 2) not null
);
comment on table shipments is 'Parcels of orders that were not bought in a store.';
comment on column shipments.delivered_at is 'Empty while on the way, or when the carrier never reported it.';
comment on column shipments.shipping_cost is 'What the carrier charges us.';

create table returns (
    return_id int not null,
    order_id int not null,
    line_no smallint not null,
    reason return_reason,
    quantity int not null,
    refund_amount numeric(12, 2) not null,
    returned_on date not null
);
comment on table returns is 'Goods that came back, by order line.';
comment on column returns.reason is 'Empty when the customer gave none.';

create table inventory (
    store_id int not null,
    product_id int not null,
    on_hand int not null,
    reorder_level int not null,
    counted_on date not null
);
comment on table inventory is 'Stock of each product in each store, by the last count.';
comment on column inventory.reorder_level is 'Order more when on_hand falls below it.';

create table reviews (
    review_id int not null,
    product_id int not null,
    customer_id int not null,
    rating smallint not null,
    comment text,
    reviewed_on date not null
);
comment on table reviews is 'What customers say about products.';
comment on column reviews.rating is 'Stars, 1 to 5.';
