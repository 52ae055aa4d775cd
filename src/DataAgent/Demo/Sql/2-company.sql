-- A die that always falls the same: whole numbers 0 … sides - 1 by arithmetic alone, on every version of PostgreSQL.
-- Each argument stands once, so that the planner puts the expression in place of the call.
create function pg_temp.roll(n bigint, salt bigint, sides bigint) returns int immutable language sql as $$
    select ((((n * 1597334677 + salt * 1640531527) % 2147483647 # 1431655765) * 48271 % 2147483629 # 894784853) * 69621 % 1000003 * sides / 1000003)::int
$$;

insert into countries (code, name, region) values
    ('DE', 'Germany', 'Central Europe'), ('AT', 'Austria', 'Central Europe'), ('PL', 'Poland', 'Central Europe'),
    ('FR', 'France', 'Western Europe'), ('NL', 'Netherlands', 'Western Europe'), ('BE', 'Belgium', 'Western Europe'),
    ('GB', 'United Kingdom', 'Western Europe'), ('IE', 'Ireland', 'Western Europe'),
    ('ES', 'Spain', 'Southern Europe'), ('IT', 'Italy', 'Southern Europe'),
    ('SE', 'Sweden', 'Northern Europe'), ('DK', 'Denmark', 'Northern Europe'),
    ('US', 'United States', 'North America'), ('CA', 'Canada', 'North America');

insert into categories (category_id, name, parent_id) values
    (1, 'Home & Kitchen', null), (2, 'Electronics', null), (3, 'Clothing', null), (4, 'Sports', null),
    (5, 'Garden', null), (6, 'Toys', null), (7, 'Office', null), (8, 'Beauty', null);

-- Leaf categories with a base price and the things that are sold in them.
create temporary table leaf (category_id int, name text, parent_id int, base numeric, things text[]);
insert into leaf values
    (11, 'Cookware', 1, 38, array['Frying Pan', 'Saucepan', 'Casserole', 'Wok', 'Baking Tray']),
    (12, 'Tableware', 1, 19, array['Dinner Plate', 'Mug', 'Water Glass', 'Cutlery Set', 'Serving Bowl']),
    (13, 'Bedding', 1, 52, array['Duvet Cover', 'Pillow', 'Blanket', 'Fitted Sheet', 'Mattress Topper']),
    (14, 'Lighting', 1, 64, array['Desk Lamp', 'Floor Lamp', 'Pendant Light', 'Night Light', 'Lamp Shade']),
    (21, 'Audio', 2, 118, array['Headphones', 'Earbuds', 'Speaker', 'Soundbar', 'Radio']),
    (22, 'Computing', 2, 142, array['Keyboard', 'Mouse', 'Monitor', 'Docking Station', 'Webcam']),
    (23, 'Phones', 2, 86, array['Phone Case', 'Charger', 'Power Bank', 'Car Holder', 'Smartphone']),
    (24, 'Appliances', 2, 96, array['Kettle', 'Toaster', 'Coffee Machine', 'Blender', 'Vacuum Cleaner']),
    (31, 'Tops', 3, 32, array['T-Shirt', 'Shirt', 'Sweater', 'Hoodie', 'Polo']),
    (32, 'Trousers', 3, 54, array['Jeans', 'Chinos', 'Leggings', 'Shorts', 'Skirt']),
    (33, 'Shoes', 3, 79, array['Sneakers', 'Boots', 'Sandals', 'Slippers', 'Loafers']),
    (34, 'Outerwear', 3, 112, array['Rain Jacket', 'Winter Coat', 'Vest', 'Scarf', 'Gloves']),
    (41, 'Running', 4, 68, array['Running Shoes', 'Running Shirt', 'Running Belt', 'Sports Watch', 'Head Lamp']),
    (42, 'Cycling', 4, 74, array['Helmet', 'Bike Light', 'Bike Lock', 'Pannier', 'Floor Pump']),
    (43, 'Fitness', 4, 46, array['Yoga Mat', 'Dumbbell', 'Kettlebell', 'Skipping Rope', 'Foam Roller']),
    (44, 'Camping', 4, 98, array['Tent', 'Sleeping Bag', 'Camping Stove', 'Backpack', 'Folding Chair']),
    (51, 'Garden Tools', 5, 34, array['Spade', 'Rake', 'Pruning Shears', 'Watering Can', 'Garden Hose']),
    (52, 'Garden Furniture', 5, 156, array['Garden Table', 'Garden Chair', 'Sun Lounger', 'Parasol', 'Garden Bench']),
    (53, 'Plants', 5, 14, array['Herb Pot', 'Rose Bush', 'Lavender', 'Seed Box', 'Olive Tree']),
    (54, 'Barbecue', 5, 124, array['Charcoal Grill', 'Gas Grill', 'Grill Tongs', 'Grill Cover', 'Smoker']),
    (61, 'Building Toys', 6, 42, array['Brick Box', 'Marble Run', 'Train Set', 'Magnet Set', 'Model Kit']),
    (62, 'Board Games', 6, 31, array['Strategy Game', 'Card Game', 'Party Game', 'Puzzle', 'Chess Set']),
    (63, 'Soft Toys', 6, 22, array['Teddy Bear', 'Plush Rabbit', 'Plush Fox', 'Hand Puppet', 'Baby Rattle']),
    (64, 'Outdoor Toys', 6, 36, array['Kite', 'Scooter', 'Sandbox Set', 'Water Slide', 'Ball']),
    (71, 'Stationery', 7, 12, array['Notebook', 'Fountain Pen', 'Calendar', 'Sticky Notes', 'Folder']),
    (72, 'Office Furniture', 7, 212, array['Office Chair', 'Standing Desk', 'Shelf', 'Drawer Unit', 'Whiteboard']),
    (73, 'Paper', 7, 9, array['Copy Paper', 'Photo Paper', 'Envelope Pack', 'Label Roll', 'Card Stock']),
    (74, 'Printers', 7, 134, array['Laser Printer', 'Ink Printer', 'Toner', 'Ink Set', 'Scanner']),
    (81, 'Skin Care', 8, 24, array['Day Cream', 'Night Cream', 'Sun Lotion', 'Face Wash', 'Serum']),
    (82, 'Hair Care', 8, 18, array['Shampoo', 'Conditioner', 'Hair Dryer', 'Hair Brush', 'Styling Gel']),
    (83, 'Fragrance', 8, 58, array['Eau de Parfum', 'Cologne', 'Body Mist', 'Scented Candle', 'Room Spray']),
    (84, 'Wellness', 8, 29, array['Massage Oil', 'Bath Salt', 'Hot Water Bottle', 'Sleep Mask', 'Tea Set']);
insert into categories (category_id, name, parent_id) select category_id, name, parent_id from leaf;

insert into suppliers (supplier_id, name, country_code, rating, lead_time_days)
select n,
    (array['Northwind', 'Alpen', 'Baltic', 'Harbour', 'Meridian', 'Oakfield', 'Silverline', 'Westgate', 'Bluebird', 'Granit'])[1 + n % 10]
        || ' ' || (array['Trading', 'Manufacturing', 'Imports', 'Works'])[1 + n / 10 % 4],
    (array['DE', 'PL', 'IT', 'NL', 'ES', 'GB', 'SE', 'FR', 'US', 'DK'])[1 + pg_temp.roll(n, 1, 10)],
    case when n % 11 <> 0 then 2.5 + pg_temp.roll(n, 2, 26) * 0.1 end,
    3 + pg_temp.roll(n, 3, 40)
from generate_series(1, 40) n;

-- Four lines of each thing. The first may be discontinued and the fourth launched late; the two between are always for sale.
insert into products (product_id, sku, name, category_id, supplier_id, price, cost, weight_kg, launched_on, discontinued_on)
select id, 'SKU-' || lpad(id::text, 5, '0'), line || ' ' || thing, category_id, 1 + pg_temp.roll(id, 1, 40), price,
    round(price * (45 + pg_temp.roll(id, 2, 24)) / 100, 2),
    case when id % 17 <> 0 then 0.05 + pg_temp.roll(id, 3, 1200) * 0.01 end,
    case when k = 3 and id % 3 = 0 then date '2023-02-01' + pg_temp.roll(id, 4, 870) else date '2018-03-01' + pg_temp.roll(id, 4, 1700) end,
    case when k = 0 and id % 5 = 0 then date '2024-01-15' + pg_temp.roll(id, 5, 680) end
from (
    select ((leaf_no - 1) * 20 + (thing_no - 1) * 4 + k + 1)::int as id, k, category_id, thing,
        (array['Aurora', 'Nordic', 'Vento', 'Classic', 'Harbor', 'Summit', 'Lumen', 'Terra', 'Alto', 'Pico',
               'Studio', 'Basic', 'Prime', 'Urban', 'Coast', 'Fjord', 'Linea', 'Orbit', 'Cedar', 'Nova'])[1 + (leaf_no * 3 + thing_no * 7 + k * 5) % 20] as line,
        floor(base * (50 + pg_temp.roll(leaf_no * 100 + thing_no * 10 + k, 6, 140)) / 100) + 0.99 as price
    from (select *, row_number() over (order by category_id) as leaf_no from leaf) l,
        unnest(things) with ordinality as t(thing, thing_no), generate_series(0, 3) k
) p;

insert into stores (store_id, name, city, country_code, area_sqm, opened_on) values
    (1, 'Berlin Mitte', 'Berlin', 'DE', 1240, '2012-04-14'), (2, 'Hamburg Harbour', 'Hamburg', 'DE', 980, '2013-09-07'),
    (3, 'Munich Centre', 'Munich', 'DE', 1100, '2014-03-22'), (4, 'Vienna Ring', 'Vienna', 'AT', 760, '2014-10-11'),
    (5, 'Amsterdam Canal', 'Amsterdam', 'NL', 680, '2015-05-16'), (6, 'Brussels North', 'Brussels', 'BE', 720, '2015-11-21'),
    (7, 'Paris Left Bank', 'Paris', 'FR', 1310, '2016-03-12'), (8, 'Lyon Old Town', 'Lyon', 'FR', 590, '2016-09-24'),
    (9, 'London East', 'London', 'GB', 1420, '2017-04-08'), (10, 'Manchester Arcade', 'Manchester', 'GB', 810, '2017-10-14'),
    (11, 'Dublin Quay', 'Dublin', 'IE', 540, '2018-05-05'), (12, 'Madrid Centro', 'Madrid', 'ES', 900, '2018-11-17'),
    (13, 'Barcelona Beach', 'Barcelona', 'ES', 870, '2019-04-13'), (14, 'Milan Gallery', 'Milan', 'IT', 950, '2019-10-05'),
    (15, 'Stockholm South', 'Stockholm', 'SE', 660, '2020-09-12'), (16, 'Copenhagen Square', 'Copenhagen', 'DK', 610, '2021-06-19'),
    (17, 'Warsaw Park', 'Warsaw', 'PL', 1020, '2021-11-06'), (18, 'New York Soho', 'New York', 'US', 1180, '2022-04-23'),
    (19, 'Cologne Cathedral', 'Cologne', 'DE', 700, '2023-05-13'), (20, 'Rome Market', 'Rome', 'IT', 830, '2023-10-21'),
    (21, 'Toronto Lake', 'Toronto', 'CA', 990, '2024-03-16'), (22, 'Chicago Loop', 'Chicago', 'US', 1070, '2024-09-14'),
    (23, 'Krakow Gate', 'Krakow', 'PL', 640, '2025-03-22'), (24, 'Boston Common', 'Boston', 'US', 890, '2025-09-20');

create temporary table person_name (firsts text[], lasts text[]);
insert into person_name values (
    array['Anna', 'Ben', 'Carla', 'David', 'Elena', 'Felix', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Katja', 'Liam', 'Marta', 'Noah', 'Olga', 'Pablo',
          'Quinn', 'Rosa', 'Simon', 'Tara', 'Umar', 'Vera', 'William', 'Xenia', 'Yusuf', 'Zoe', 'Aisha', 'Bruno', 'Chloe', 'Diego', 'Emma', 'Farid',
          'Grace', 'Henrik', 'Isla', 'Jakub', 'Lena', 'Mateo', 'Nina', 'Oscar', 'Priya', 'Ravi', 'Sofia', 'Tom', 'Ulla', 'Wei', 'Yara'],
    array['Andersen', 'Bauer', 'Carter', 'Dubois', 'Evans', 'Fischer', 'Garcia', 'Hansen', 'Ivanova', 'Jansen', 'Kowalski', 'Larsen', 'Moreau', 'Nowak',
          'O''Brien', 'Petit', 'Quist', 'Rossi', 'Schmidt', 'Taylor', 'Urban', 'Vogel', 'Weber', 'Young', 'Zimmer', 'Berg', 'Costa', 'Dahl', 'Ferrari',
          'Gruber', 'Huber', 'Johnson', 'Klein', 'Lopez', 'Marino', 'Novak', 'Olsen', 'Park', 'Romano', 'Singh', 'Thomas', 'Vidal', 'Walsh', 'Wójcik',
          'Müller', 'Lefèvre', 'Søndergaard', 'Núñez', 'Patel', 'Chen', 'Kim', 'Martin', 'Keller']);

-- 1: managing director. 2 to 7: head office. From 10 on, nine to a store: a manager and eight who sell.
insert into employees (employee_id, name, job_title, store_id, manager_id, hired_on, left_on)
select n, firsts[1 + pg_temp.roll(n, 1, cardinality(firsts))] || ' ' || lasts[1 + pg_temp.roll(n, 2, cardinality(lasts))],
    (array['Managing Director', 'Head of Sales', 'Head of Marketing', 'Head of Purchasing', 'Head of Logistics', 'Head of Finance', 'Data Analyst'])[n],
    null, case n when 1 then null when 7 then 6 else 1 end, date '2011-02-01' + n * 90, null
from person_name, generate_series(1, 7) n
union all
select n, firsts[1 + pg_temp.roll(n, 1, cardinality(firsts))] || ' ' || lasts[1 + pg_temp.roll(n, 2, cardinality(lasts))],
    case k when 0 then 'Store Manager' when 1 then 'Senior Sales Associate' else 'Sales Associate' end,
    store_id, case k when 0 then 2 else n - k end, opened_on - 14 + (k * 3),
    case when n % 23 = 0 then date '2024-06-30' + pg_temp.roll(n, 3, 500) end
from person_name, (select store_id, opened_on, k, 1 + store_id * 9 + k as n from stores, generate_series(0, 8) k) s;

insert into marketing_campaigns (campaign_id, name, medium, starts_on, ends_on, budget)
select (y - 2023) * 10 + no::int, theme || ' ' || y, (array['email', 'social', 'search', 'affiliate', 'print'])[1 + (no + y) % 5],
    make_date(y, m, d), make_date(y, m, d) + days - 1, (6 + pg_temp.roll(y * 100 + no, 1, 30)) * 1000 * (y - 2021) / 2
from generate_series(2023, 2025) y, (values
    (1, 'Winter Sale', 1, 5, 18), (2, 'Valentine''s Gifts', 2, 3, 12), (3, 'Spring Clean', 3, 10, 14), (4, 'Garden Weeks', 4, 12, 24), (5, 'Summer Kick-off', 6, 1, 14),
    (6, 'Summer Sale', 7, 8, 21), (7, 'Back to School', 8, 18, 16), (8, 'Autumn Home', 10, 2, 14), (9, 'Black Week', 11, 20, 12), (10, 'Christmas', 12, 4, 20)
) t(no, theme, m, d, days);

create temporary table place (country text, low int, high int, cities text[], dialling text);
insert into place values
    ('Germany', 0, 229, array['Berlin', 'Hamburg', 'Munich', 'Cologne', 'Leipzig', 'Stuttgart'], '49'),
    ('United Kingdom', 230, 379, array['London', 'Manchester', 'Leeds', 'Bristol', 'Glasgow'], '44'),
    ('France', 380, 499, array['Paris', 'Lyon', 'Marseille', 'Nantes', 'Lille'], '33'),
    ('United States', 500, 619, array['New York', 'Chicago', 'Boston', 'Seattle', 'Austin', 'Denver'], '1'),
    ('Netherlands', 620, 689, array['Amsterdam', 'Rotterdam', 'Utrecht', 'Eindhoven'], '31'),
    ('Spain', 690, 759, array['Madrid', 'Barcelona', 'Valencia', 'Seville'], '34'),
    ('Italy', 760, 819, array['Milan', 'Rome', 'Turin', 'Bologna'], '39'),
    ('Poland', 820, 864, array['Warsaw', 'Krakow', 'Gdansk'], '48'),
    ('Sweden', 865, 899, array['Stockholm', 'Gothenburg', 'Malmo'], '46'),
    ('Austria', 900, 924, array['Vienna', 'Graz', 'Linz'], '43'),
    ('Belgium', 925, 949, array['Brussels', 'Antwerp', 'Ghent'], '32'),
    ('Denmark', 950, 969, array['Copenhagen', 'Aarhus'], '45'),
    ('Canada', 970, 989, array['Toronto', 'Montreal', 'Vancouver'], '1'),
    ('Ireland', 990, 999, array['Dublin', 'Cork'], '353');

-- Numbered in the order they joined: 6,000 before 2023, then 19,000 at an even pace.
insert into customers (customer_id, name, segment, country, city, loyalty_tier, joined_on)
select n,
    case kind when 'consumer' then first || ' ' || last
        when 'small_business' then last || (array[' & Sons', ' Studio', ' Bakery', ' Consulting', ' Interiors', ' & Partners'])[1 + pg_temp.roll(n, 6, 6)]
        else last || (array[' Group', ' Industries', ' Logistics', ' Hotels'])[1 + pg_temp.roll(n, 6, 4)] end,
    kind,
    case pg_temp.roll(n, 7, 400) when 0 then upper(country) when 1 then lower(country) when 2 then country || ' ' else country end,
    case when n % 47 = 0 then null when n % 311 = 0 then lower(city) else city end,
    case when kind = 'consumer' then (array['bronze', 'bronze', 'bronze', 'silver', 'silver', 'gold', null, null, null, null])[1 + pg_temp.roll(n, 8, 10)] end,
    case when n <= 6000 then date '2021-01-01' + (n - 1) * 729 / 6000 else date '2023-01-01' + (n - 6001) * 1095 / 19000 end
from (
    select n, country, cities[1 + pg_temp.roll(n, 2, cardinality(cities))] as city,
        firsts[1 + pg_temp.roll(n, 3, cardinality(firsts))] as first, lasts[1 + pg_temp.roll(n, 4, cardinality(lasts))] as last,
        (case when pg_temp.roll(n, 5, 100) < 82 then 'consumer' when pg_temp.roll(n, 5, 100) < 96 then 'small_business' else 'enterprise' end)::customer_segment as kind
    from person_name, generate_series(1, 25000) n join place on pg_temp.roll(n, 1, 1000) between low and high
) c;

insert into customer_contact (customer_id, email, phone, birth_date, street, postal_code, newsletter)
select customer_id,
    case when customer_id % 61 <> 0 then 'customer' || (case when customer_id % 400 = 0 then customer_id - 1 else customer_id end) || '@example.'
        || (array['com', 'org', 'net'])[1 + pg_temp.roll(customer_id, 11, 3)] end,
    case when customer_id % 7 <> 0 then '+' || dialling || ' 555 ' || lpad(pg_temp.roll(customer_id, 12, 1000000)::text, 6, '0') end,
    case when segment = 'consumer' and customer_id % 9 <> 0 then date '1945-01-01' + pg_temp.roll(customer_id, 13, 22300) end,
    (array['Mill Lane', 'Station Road', 'Park Avenue', 'Lindenweg', 'Rue du Port', 'Via Verde', 'Calle Mayor', 'Kerkstraat'])[1 + pg_temp.roll(customer_id, 14, 8)]
        || ' ' || 1 + pg_temp.roll(customer_id, 15, 180),
    lpad(pg_temp.roll(customer_id, 16, 100000)::text, 5, '0'),
    pg_temp.roll(customer_id, 17, 100) < 38
from customers join place on place.country = initcap(trim(customers.country));
