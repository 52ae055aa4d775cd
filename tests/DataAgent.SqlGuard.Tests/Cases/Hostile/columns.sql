-- SystemColumn: ctid
select ctid from customers

-- SystemColumn: tableoid with alias
select c.tableoid from customers c

-- SystemColumn: transaction ids
select xmin, xmax, cmin, cmax from orders

-- SystemColumn: with schema
select shop.orders.ctid from shop.orders

-- SystemColumn: in a condition
select 1 from orders where ctid = '(0,1)'

-- SystemColumn: in quotes
select "ctid" from orders

-- SystemColumn: behind a whole row
select (o).ctid from orders o

-- SystemColumn: behind a star in parentheses
select (o.*).xmin from orders o

-- SystemColumn: behind a cast to its own row type
select (o::orders).ctid from orders o

-- SystemColumn: from an outer query
select (select c.ctid) from customers c

-- SystemColumn: unqualified from an outer query
select (select xmin) from customers

-- SystemColumn: in a join condition
select 1 from customers a join customers b on a.ctid = b.ctid

-- SystemColumn: a derived column of that name elsewhere does not help
select o.xmin from (select 1 as xmin) q, orders o

-- SystemColumn: of a sampled table
select s.ctid from orders as s tablesample system (10)

-- SystemColumn: in order by
select id from orders order by ctid

-- SystemColumn: in an aggregate
select max(xmin::text::int) from orders

-- SystemColumn: of a table in a set operation's arm
select id from orders union select (ctid::text)::int from orders

-- UnknownColumn: no such column (catalog)
select nope from customers

-- UnknownColumn: misspelt (catalog)
select c.nmae from customers c

-- UnknownColumn: no such alias
select x.name from customers c

-- UnknownColumn: the table's name behind its alias
select customers.name from customers c

-- UnknownColumn: an output alias in WHERE (catalog)
select total * 2 as doubled from orders where doubled > 5

-- UnknownColumn: an output alias in an expression of ORDER BY (catalog)
select total as t from orders order by t + 1

-- UnknownColumn: a sibling in FROM without LATERAL
select * from customers c, (select o.total from orders o where o.customer_id = c.id) x

-- UnknownColumn: a table not yet joined
select * from customers c join orders o on o.customer_id = i.order_id join order_items i on true

-- UnknownColumn: hidden behind a join's alias
select c.name from (customers c cross join products p) as j

-- UnknownColumn: of a CTE (catalog)
with x as (select id from customers) select name from x

-- UnknownColumn: of a CTE with its name
with x as (select 1 as a) select x.b from x

-- UnknownColumn: of a subquery
select s.b from (select 1 as a) s

-- UnknownColumn: renamed away
select s.a from (select 1 as a) as s(b)

-- UnknownColumn: of VALUES
select v.column3 from (values (1, 2)) v

-- UnknownColumn: of the other arm of a union
select a from (select 1 as a union select 2 as b) u where b = 1

-- UnknownColumn: of an inner query
select (select 1 as q) from customers where q = 1 and customers.id = z.id

-- UnknownColumn: a database in front of a column
select db.shop.customers.name from customers

-- UnknownColumn: a wrong schema in front of a column
select vault.customers.name from customers

-- UnknownColumn: a column in capitals and quotes (catalog)
select "Name" from customers

-- FunctionNotAllowed: attribute notation calls a function of the row
select c.pg_sleep from customers c

-- FunctionNotAllowed: attribute notation on a function's result
select f.pg_read_file from unnest(array['/etc/passwd']) f

-- FunctionNotAllowed: attribute notation on a text value
select ('/etc/passwd'::text).pg_read_file

-- FunctionNotAllowed: attribute notation in parentheses on a subquery
select (select 'x'::text).pg_ls_dir

-- FunctionNotAllowed: attribute notation runs SQL
select ('select * from vault.secrets'::text).query_to_xml

-- FunctionNotAllowed: attribute notation reads words of a query
select (f.ts_stat).* from unnest(array['select body from shop.events']) f

-- FunctionNotAllowed: attribute notation reads a setting
select ('data_directory'::text).current_setting

-- FunctionNotAllowed: attribute notation twice
select (('x'::text).lower).pg_read_binary_file

-- FunctionNotAllowed: attribute notation moves a sequence
select s.nextval from unnest(array['shop.events_id_seq']) s

-- FunctionNotAllowed: attribute notation imports a file
select ('/etc/passwd'::text).lo_import

-- FunctionNotAllowed: attribute notation looks a name up
select ('pg_authid'::text).to_regclass

-- FunctionNotAllowed: attribute notation on an element of an array
select (array['/etc'])[1].pg_ls_dir

-- FunctionNotAllowed: attribute notation on a row type
select (null::customers).pg_column_size

-- UnknownColumn: attribute notation on a row of VALUES
select v.pg_sleep from (values (1)) v

-- FunctionNotAllowed: attribute notation, renamed function result
select g.pg_sleep from generate_series(1, 3) as g(n)

-- FunctionNotAllowed: attribute notation in FROM of a lateral function
select * from unnest(array['x']) f, unnest(array[f.pg_read_file]) g

-- FunctionNotAllowed: attribute notation in WHERE
select 1 from unnest(array[1.5]) f where f.pg_sleep is null

-- FunctionNotAllowed: attribute notation by quoted name
select f."pg_read_file" from unnest(array['/etc/passwd']) f

-- FunctionNotAllowed: attribute notation by Unicode escapes
select f.U&"pg\005fread_file" from unnest(array['/etc/passwd']) f

-- UnknownColumn: the project's own function on a row (catalog)
select o.total_of from orders o

-- UnknownColumn: the project's own function on a whole row (catalog)
select (o).total_of from orders o

-- UnknownColumn: the project's own function behind the table's full name (catalog)
select shop.orders.total_of from shop.orders

-- FunctionNotAllowed: the project's own function on a function's result (catalog)
select f.leak from unnest(array['x']) f

-- FunctionNotAllowed: the project's own function on a value (catalog)
select ('x'::text).leak

-- FunctionNotAllowed: the project's own function on a cast row (catalog)
select (o::orders).total_of from orders o

-- UnknownColumn: an alias from inside a CTE is not visible
with x as (select c.id from customers c) select c.id from x

-- UnknownColumn: a function where a subquery has no such column
select s.version_of from (select 1 as a) s

-- UnknownColumn: a function on a renamed join
select j.leak from ((select 'a'::text as a) x cross join (select 1 as b) y) as j(p, q)

-- UnknownColumn: a function on the merged columns of USING
select u.leak from (select 1 as id) a join (select 1 as id) b using (id) as u

-- UnknownColumn: a function on JSON_TABLE's row
select j.leak from json_table('[]', '$[*]' columns (a int)) j

-- UnknownColumn: a function on defined columns
select r.leak from jsonb_to_record('{}') as r(a int)

-- SystemColumn: an alias does not hide it in GROUP BY
select status as ctid from orders group by ctid, status

-- SystemColumn: from an outer table, past a function's unknown columns
select (select ctid from unnest(array[1]) f) from customers

-- SystemColumn: bare, past a nested function
select (select x from unnest(array[(select xmin from generate_series(1, 1) g)]) x) from customers

-- UnknownColumn: a quoted star is a name
select s."*" from (select 1 as a) s

-- SystemColumn: behind a whole row beside a function
select (o).xmax from orders o, unnest(array[1]) f

-- FunctionNotAllowed: the project's own function on a whole row beside a function (catalog)
select (o).total_of from orders o, unnest(array[1]) f

-- UnknownColumn: a star of nothing
select z.* from customers c

-- FunctionNotAllowed: attribute notation behind a subscript
select (c.home).leak.pg_read_file from customers c

-- FunctionNotAllowed: attribute notation in an aggregate's filter
select count(*) filter (where (f).pg_ls_dir is null) from unnest(array['/']) f

-- SystemColumn: in a window's partition
select count(*) over (partition by ctid) from orders

-- SystemColumn: in DISTINCT ON
select distinct on (tableoid) id from orders

-- SystemColumn: in a lateral subquery
select l.x from orders o, lateral (select o.xmin as x) l

-- SystemColumn: in a function of FROM
select f from orders o, unnest(array[o.ctid]) f

-- SystemColumn: in VALUES of a lateral subquery
select v.x from orders o, lateral (values (o.tableoid)) v(x)
