-- TypeNotAllowed: finds a relation
select 'salaries'::regclass

-- TypeNotAllowed: finds a relation by CAST
select cast('pg_authid' as regclass)

-- TypeNotAllowed: as a typed literal
select regclass 'vault.secrets'

-- TypeNotAllowed: qualified
select 'salaries'::pg_catalog.regclass

-- TypeNotAllowed: in quotes
select 'salaries'::"regclass"

-- TypeNotAllowed: upper case
select 'salaries'::REGCLASS::text

-- TypeNotAllowed: array
select '{salaries}'::regclass[]

-- TypeNotAllowed: array by its internal name
select '{salaries}'::_regclass

-- TypeNotAllowed: number to relation
select 1260::regclass

-- TypeNotAllowed: by oid first
select 1260::oid::regclass

-- TypeNotAllowed: role
select 10::regrole

-- TypeNotAllowed: schema
select 'vault'::regnamespace

-- TypeNotAllowed: function
select 'leak'::regproc

-- TypeNotAllowed: function with arguments
select 'shop.leak(text)'::regprocedure

-- TypeNotAllowed: type
select 'shop.mood'::regtype

-- TypeNotAllowed: operator
select '+(int,int)'::regoperator

-- TypeNotAllowed: operator alone
select '!!'::regoper

-- TypeNotAllowed: collation
select '"C"'::regcollation

-- TypeNotAllowed: text search configuration
select 'english'::regconfig

-- TypeNotAllowed: dictionary
select 'simple'::regdictionary

-- TypeNotAllowed: object number
select 1::oid

-- TypeNotAllowed: row address
select '(0,1)'::tid

-- TypeNotAllowed: transaction number
select '5'::xid

-- TypeNotAllowed: command number
select '5'::cid

-- TypeNotAllowed: access list
select 'a=r/a'::aclitem

-- TypeNotAllowed: access list array
select '{a=r/a}'::aclitem[]

-- TypeNotAllowed: place in the log
select '0/0'::pg_lsn

-- TypeNotAllowed: snapshot
select '1:1:'::pg_snapshot

-- TypeNotAllowed: row of a system catalog
select null::pg_authid

-- TypeNotAllowed: fields of a system catalog's row
select (null::pg_catalog.pg_class).*

-- TypeNotAllowed: array of a system catalog's rows
select null::pg_class[]

-- TypeNotAllowed: row of an information schema view
select null::information_schema.tables

-- TypeNotAllowed: domain of the information schema
select 'x'::information_schema.sql_identifier

-- TypeNotAllowed: type of another schema
select 'x'::vault.evil

-- TypeNotAllowed: type of public
select 'x'::public.evil

-- TypeNotAllowed: row of another schema's table
select null::vault.secrets

-- TypeNotAllowed: type with a database
select 'x'::db.public.t

-- TypeNotAllowed: xml parses
select '<a/>'::xml

-- TypeNotAllowed: xml as a typed literal
select xml '<a/>'

-- TypeNotAllowed: pseudo-type record
select null::record

-- TypeNotAllowed: pseudo-type anyelement
select null::anyelement

-- TypeNotAllowed: pseudo-type internal
select null::internal

-- TypeNotAllowed: cstring
select 'x'::cstring

-- TypeNotAllowed: cursor
select 'x'::refcursor

-- TypeNotAllowed: unknown
select 'x'::unknown

-- TypeNotAllowed: void
select null::void

-- TypeNotAllowed: trigger
select null::trigger

-- TypeNotAllowed: vector of numbers
select '1 2'::int2vector

-- TypeNotAllowed: vector of oids
select '1 2'::oidvector

-- TypeNotAllowed: internal index type
select 'x'::gtsvector

-- TypeNotAllowed: handler
select null::fdw_handler

-- TypeNotAllowed: in a column definition
select * from jsonb_to_record('{"a": "salaries"}') as x(a regclass)

-- TypeNotAllowed: in ROWS FROM's column definition
select * from rows from (jsonb_to_recordset('[]') as (a regclass)) r

-- TypeNotAllowed: in JSON_TABLE
select * from json_table('["salaries"]', '$[*]' columns (a regclass path '$')) j

-- TypeNotAllowed: in a nested JSON_TABLE column
select * from json_table('[]', '$[*]' columns (nested path '$' columns (a regclass path '$'))) j

-- TypeNotAllowed: in JSON_VALUE
select json_value('"salaries"', '$' returning regclass)

-- TypeNotAllowed: in JSON_QUERY
select json_query('{}', '$' returning vault.evil)

-- TypeNotAllowed: in JSON_OBJECT
select json_object('a': 1 returning vault.evil)

-- TypeNotAllowed: in JSON_ARRAYAGG
select json_arrayagg(id returning vault.evil) from customers

-- TypeNotAllowed: in XMLSERIALIZE
select xmlserialize(content xmlelement(name a) as vault.evil)

-- TypeNotAllowed: in a subquery
select (select 'salaries'::regclass)

-- TypeNotAllowed: in a condition
select 1 from customers where name::regclass = 'x'

-- TypeNotAllowed: in a CTE
with x as (select 'a'::regclass as a) select a from x

-- TypeNotAllowed: in an array constructor
select array['salaries']::regclass[]

-- TypeNotAllowed: of an array slice
select (array['salaries'])[1]::regclass

-- TypeNotAllowed: of a parameter to a function
select length('x'::cstring::text)

-- NotAllowedConstruct: a length that is computed
select 'x'::mood(1 + 1)

-- NotAllowedConstruct: a length by a subquery
select 'x'::text((select amount from salaries))

-- NotAllowedConstruct: a precision by a function
select 1::mood(length('ab'))

-- OperatorNotAllowed: of another schema
select 1 operator(vault.+) 2

-- OperatorNotAllowed: of public
select 1 operator(public.+) 2

-- OperatorNotAllowed: of the project's schema
select 1 operator(shop.+) 2

-- OperatorNotAllowed: with a database
select 1 operator(db.public.+) 2

-- OperatorNotAllowed: in quotes
select 1 operator("vault".=) 2

-- OperatorNotAllowed: in front of its operand
select operator(vault.-) 1

-- OperatorNotAllowed: with ANY
select 1 operator(vault.=) any (array[1])

-- OperatorNotAllowed: with ALL
select 1 operator(vault.<>) all (array[1])

-- OperatorNotAllowed: with ANY of a subquery
select 1 operator(vault.=) any (select 1)

-- OperatorNotAllowed: with SOME of a subquery
select 1 operator(shop.=) some (select 2)

-- OperatorNotAllowed: with rows
select (1, 2) operator(vault.=) (3, 4)

-- OperatorNotAllowed: with a row of a subquery
select (1, 2) operator(vault.=) (select 1, 2)

-- OperatorNotAllowed: in ORDER BY USING
select id from orders order by id using operator(vault.<)

-- OperatorNotAllowed: in an aggregate's ORDER BY USING
select array_agg(id order by id using operator(vault.<)) from orders

-- OperatorNotAllowed: in a window
select rank() over (order by id using operator(vault.<)) from orders

-- OperatorNotAllowed: in a join condition
select * from orders a join orders b on a.id operator(vault.=) b.id

-- OperatorNotAllowed: unknown one
select 1 <~~> 2

-- OperatorNotAllowed: unknown one in front
select @#@ 5

-- OperatorNotAllowed: of a well-known extension, not allowed here
select 'a' <<-> 'b'

-- OperatorNotAllowed: shadowed by the project's schema (catalog)
select spot <-> 'x' from events

-- OperatorNotAllowed: schema with three parts
select 1 operator(a.b.=) 2

-- FunctionNotAllowed: shadowed by the project's schema (catalog)
select lower(5)

-- FunctionNotAllowed: shadowed inside FROM (catalog)
select * from lower('X')

-- FunctionNotAllowed: shadowed, by attribute notation (catalog)
select f.lower from unnest(array['X']) f

-- FunctionNotAllowed: a regtype turns a number beside it into a name
select pg_typeof(1) = '16401'

-- FunctionNotAllowed: a regtype in CASE
select case when false then pg_typeof(1) else '16401' end

-- FunctionNotAllowed: a regtype in COALESCE
select coalesce(pg_typeof(null), 'vault.secrets')

-- FunctionNotAllowed: a regtype in a union
select pg_typeof(1) union all select '16401'

-- FunctionNotAllowed: a regtype in an array
select array[pg_typeof(1), 'vault.secrets']

-- FunctionNotAllowed: a regtype from a subquery
select t = '16401' from (select pg_typeof(1) as t) x

-- FunctionNotAllowed: a regtype from a CTE
with x as (select pg_typeof(1) as t) select t from x where t = 'vault.secrets'

-- FunctionNotAllowed: a regtype in IN
select 1 where pg_typeof(1) in ('16401', '16402')

-- FunctionNotAllowed: a regtype in VALUES
select * from (values (pg_typeof(1)), ('16401')) v

-- FunctionNotAllowed: a regtype in NULLIF
select nullif(pg_typeof(1), 'vault.secrets')

-- FunctionNotAllowed: a regtype in lag's default
select lag(pg_typeof(1), 1, '16401') over ()
