-- json operators
select payload -> 'a', payload ->> 'b', payload #> '{b,c}', payload #>> '{b,c}', payload -> 'a' -> 0 from events

-- jsonb operators
select details @> '{"n": 5}', details <@ '{}', details ? 'a', details ?| array['a'], details ?& array['a', 'b'], details || '{"z": 1}', details - 'a', details #- '{b,c}' from events

-- jsonpath operators
select details @? '$.a[*]', details @@ '$.n == 5' from events

-- jsonb subscripts
-- since: 140000
select details['a'][0], details['b']['c'] from events

-- jsonb path functions
select jsonb_path_query(details, '$.a[*]'), jsonb_path_exists(details, '$.a'), jsonb_path_query_array(details, '$.a[*] ? (@ > $x)', '{"x": 1}'), jsonb_path_query_first(details, '$.n'), jsonb_path_match(details, '$.n == 5') from events

-- json builders
select json_build_object('a', 1, 'b', array[1, 2]), jsonb_build_array(1, 'x', null), to_json(now()), to_jsonb(1), json_object('{a,b}', '{1,2}'), row_to_json(row(1, 2)), array_to_json(array[1, 2])

-- json taken apart
select json_typeof(payload), jsonb_typeof(details), json_array_length(payload -> 'a'), jsonb_pretty(details), jsonb_strip_nulls(details), json_extract_path_text(payload, 'b', 'c'), jsonb_set(details, '{n}', '6'), jsonb_insert(details, '{a,0}', '0') from events

-- json keys and values as rows
select k, v from events, jsonb_each_text(details) as x(k, v)

-- json keys as rows
select jsonb_object_keys(details), json_object_keys(payload) from events

-- is json
-- since: 160000
select '{}' is json, '[]' is json array, '1' is not json object, '{"a":1,"a":2}' is json with unique keys

-- SQL/JSON constructors
-- since: 160000
select json_object('a': 1, 'b' value 2 absent on null), json_array(1, 2, 'x' null on null), json_array(select id from customers order by id), json_objectagg('k': 1), json_arrayagg(1 order by 1 returning jsonb)

-- SQL/JSON constructors with types
-- since: 160000
select json_object('a': 1 returning text), json_array(1 returning jsonb), json_object('a' value 1 with unique keys)

-- SQL/JSON query functions
-- since: 170000
select json_value(details, '$.n' returning int), json_query(details, '$.a' with wrapper), json_exists(details, '$.a ? (@ > $x)' passing 1 as x), json_value(details, '$.zz' default 'none' on empty error on error) from events

-- JSON, JSON_SCALAR, JSON_SERIALIZE
-- since: 170000
select json('{"a": 1}' with unique keys), json_scalar(1), json_serialize('{}' returning text)

-- JSON_TABLE
-- since: 170000
select j.id, j.item, j.seen, t from events, json_table(details, '$.a[*]' as root columns (id for ordinality, item int path '$', seen boolean exists path '$.b', nested path '$.t[*]' columns (t text path '$'))) as j

-- JSON_TABLE with defaults and quotes
-- since: 170000
select * from json_table('[{"a": "x"}]', '$[*]' passing 1 as one columns (a text path '$.a' omit quotes default 'q' on empty null on error, b jsonb format json path '$' with conditional wrapper)) jt

-- array constructors and subscripts
select array[1, 2, 3], (array[1, 2, 3])[2], (array[1, 2, 3])[2:3], (array[[1, 2], [3, 4]])[1][2], array[]::int[]

-- array slices with open ends
select numbers[:2], numbers[2:], numbers[:], matrix[1:2][1:1] from events

-- array operators
select tags @> array['a'], tags <@ array['a', 'b1'], tags && '{a}', tags || 'c'::text, 'z'::text || tags, tags || tags, tags = '{a}' from products

-- array functions
select array_length(tags, 1), cardinality(tags), array_position(tags, 'a'), array_positions(tags, 'a'), array_append(tags, 'x'), array_prepend('x', tags), array_cat(tags, tags), array_remove(tags, 'a'), array_replace(tags, 'a', 'z'), array_to_string(tags, ','), array_upper(tags, 1), array_lower(tags, 1), array_ndims(tags), array_dims(tags), array_fill(0, array[2]) from products

-- array comparison with any over a column
select * from products where 'a' = any (tags) and not 'q' = any (tags)

-- strings to arrays
select string_to_array('a,b', ','), regexp_split_to_array('a1b', '\d'), regexp_matches('abc', 'b', 'g'), regexp_match('abc', 'b')

-- regular expression functions of newer servers
-- since: 150000
select regexp_count(name, 'C'), regexp_instr(name, 'u'), regexp_like(name, '^C'), regexp_substr(name, '\d+') from customers

-- text functions
select upper(name), initcap(name), length(name), char_length(name), octet_length(name), left(name, 2), right(name, 2), lpad(name, 20, '.'), rpad(name, 20), ltrim(name), rtrim(name), btrim(name), repeat('x', 3), reverse(name), replace(name, 'C', 'K'), split_part(name, ' ', 1), strpos(name, 'u'), translate(name, 'abc', 'xyz'), ascii(name), chr(65), md5(name), concat(name, '!', 1), concat_ws(',', name, city), format('%s-%I-%L', name, city, country), starts_with(name, 'C'), quote_ident(name), quote_literal(name), quote_nullable(null::text), to_hex(255) from customers

-- regular expression replace
select regexp_replace(name, '\d+', '#', 'g') from customers

-- binary functions
select encode(raw, 'hex'), decode('ff', 'hex'), length(raw), get_byte(raw, 0), set_byte(raw, 0, 1), get_bit(raw, 0), sha256(raw), md5(raw), convert_from('\x61'::bytea, 'UTF8'), convert_to('a', 'UTF8'), substring(raw from 1 for 2), raw || '\x00'::bytea from events

-- numbers
select abs(-1), ceil(1.2), ceiling(1.2), floor(1.8), round(1.55, 1), trunc(1.99, 1), mod(7, 3), div(7, 2), power(2, 3), sqrt(4), cbrt(8), exp(1), ln(2), log(10), log(2, 8), sign(-3), pi(), degrees(1), radians(1), random() < 2, gcd(4, 6), lcm(4, 6), factorial(4), scale(1.20), min_scale(1.20), trim_scale(1.20), width_bucket(5, 0, 10, 5)

-- trigonometry
select sin(1), cos(1), tan(1), cot(1), asin(1), acos(1), atan(1), atan2(1, 2), sind(30), cosd(60), tand(45), sinh(1), cosh(1), tanh(1), asinh(1), acosh(1), atanh(0)

-- dates
select age(ordered_at), age(ordered_at, now()), date_trunc('week', ordered_at), date_trunc('day', ordered_at, 'Europe/Berlin'), extract(isodow from ordered_at), to_char(ordered_at, 'YYYY-MM-DD HH24:MI'), to_date('2026-01-01', 'YYYY-MM-DD'), to_timestamp(0), to_timestamp('2026', 'YYYY'), make_date(2026, 1, 1), make_time(1, 2, 3), make_timestamp(2026, 1, 1, 0, 0, 0), make_timestamptz(2026, 1, 1, 0, 0, 0), now(), clock_timestamp(), statement_timestamp(), transaction_timestamp(), isfinite(ordered_at), justify_days(interval '40 days'), justify_hours(interval '30 hours'), justify_interval(interval '1 mon -1 hour') from orders

-- date_bin
-- since: 140000
select date_bin('15 minutes', ordered_at, timestamptz '2026-01-01') from orders

-- date arithmetic
select ordered_at + interval '1 month', ordered_at - interval '1 day', shipped_on + 3, shipped_on - date '2026-01-01', interval '1 day' * 3, shipped_on + time '10:00', ordered_at::date - shipped_on from orders

-- numbers as text
select to_char(total, 'FM999G999D00'), to_number('1,234.5', '9G999D9'), total::text from orders

-- money
select balance + 1::money, balance / 2, balance::numeric from customers

-- ranges
select during @> timestamptz '2026-01-05', during && tstzrange('2026-01-01', '2026-01-02'), lower_inc(during), upper(during), isempty(during), days * daterange('2026-01-01', '2026-01-15'), days - daterange('2026-01-20', null), days -|- daterange('2026-02-01', '2026-03-01'), days << daterange('2027-01-01', null), days &< days, daterange('2026-01-01', '2026-02-01', '[]') from events

-- range constructors
select int4range(1, 5), int8range(1, 5), numrange(1, 5), tsrange('2026-01-01', '2026-01-02'), range_merge(int4range(1, 2), int4range(5, 6))

-- multiranges
-- since: 140000
select spans @> 2, spans + '{[10,11]}', int4multirange(int4range(1, 2)), unnest(spans), range_merge(spans), multirange(int4range(1, 3)) from events

-- network types
select host(ip), masklen(network), broadcast(network), ip << network, ip <<= network, network >> ip, netmask(network), hostmask(network), family(ip), abbrev(network), text(ip), set_masklen(ip, 16), ip + 1, ip & inet '255.0.0.0', inet_same_family(ip, network), inet_merge(ip, network), '10.0.0.1'::inet, '10/8'::cidr from events

-- macaddr
select trunc(mac), mac = '08:00:2b:01:02:03', mac::text, '08:00:2b:01:02:03:04:05'::macaddr8 from events

-- geometry
select spot <@ area, area @> spot, area(box(spot, point(0, 0))), center(box '((0,0),(1,1))'), spot + point(1, 1), box '((0,0),(1,1))' && box '((0,0),(2,2))', npoints(area), circle(spot, 2), '((0,0),(1,1))'::lseg ?# '((1,0),(0,1))'::lseg, spot << point(9, 9), '<(0,0),1>'::circle ~= '<(0,0),1>'::circle, length(lseg '((0,0),(1,1))'), path '[(0,0),(1,1)]', line '{1,2,3}', spot[0] from events

-- full text search
select to_tsvector('english', name) @@ to_tsquery('english', 'product & 1'), plainto_tsquery('a b'), phraseto_tsquery('a b'), websearch_to_tsquery('a or b'), ts_rank(to_tsvector(name), to_tsquery('product')), ts_rank_cd(to_tsvector(name), to_tsquery('product')), ts_headline(name, to_tsquery('product')) from products

-- text search vectors
select body @@ 'fox'::tsquery, setweight(body, 'A'), strip(body), ts_delete(body, 'fox'), tsvector_to_array(body), array_to_tsvector(array['a']), numnode('a & b'::tsquery), querytree('a & b'::tsquery), 'a'::tsquery || 'b'::tsquery, tsquery_phrase('a', 'b') from events

-- uuid
select gen_random_uuid(), key = '00000000-0000-0000-0000-000000000000', key::text from events

-- uuid of newer servers
-- since: 180000
select uuidv7(), uuid_extract_version(uuidv4())

-- bits
select flags & b'00001111', flags | b'00001111', flags # b'00000001', ~ flags, flags << 1, get_bit(flags, 0), bit_length('a'), flags::int, 5::bit(4), b'1'::varbit(3) from events

-- enum functions
select enum_first(null::mood), enum_last(null::mood), enum_range(null::mood), enum_range('sad'::mood, 'ok')

-- intervals
select extract(hour from duration), duration / 2, duration * 1.5, -duration, make_interval(hours => 2), duration > interval '1 hour' from events

-- times and zones
select clock + interval '1 hour', clock_tz at time zone 'UTC', clock - time '01:00', clock::interval, timezone('UTC', at) from events

-- xml that is only built
select xmlelement(name product, xmlattributes(id as "no"), name), xmlforest(name, price as "cost"), xmlconcat(xmlelement(name a), xmlelement(name b)), xmlpi(name php), xmlserialize(content xmlelement(name x) as text) from products

-- xml column as text
select doc::text from events

-- counts of nulls and types
select num_nulls(note, shipped_on), num_nonnulls(1, null), pg_typeof(total), pg_size_pretty(1024::bigint) from orders

-- type named like a function
select int4(1.5), float8('1'), text(5), date(ordered_at), "numeric"(total), "varchar"('y') from orders

-- cast to name and "char"
select 'abc'::name, 'a'::"char", 97::"char"

-- precision of a cast by a typed literal
select numeric(5, 2) '1.234', varchar(2) 'abc', char(2) 'abc', timestamp(0) '2026-01-01 10:00:00.5'

-- subscript of a function's result
select (regexp_match(name, '(\d+)'))[1]::int, (string_to_array(name, ' '))[2] from customers

-- field of a function's result
select (jsonb_each_text(details)).key, (jsonb_each(details)).value from events

-- all fields of a function's result
select (jsonb_each_text(details)).* from events

-- field of a cast row
select (row('s', 'c', 'z')::address).city

-- field of an array element
select (array[row('s', 'c', 'z')::address])[1].city

-- compare rows
select row(1, 2) < row(1, 3), row(1, null) is distinct from row(1, 2)

-- infinity and not a number
-- since: 140000
select 'infinity'::timestamp, '-infinity'::date, 'NaN'::float8, 'Infinity'::numeric

-- dates before Christ
select '0044-03-15 BC'::date

-- overlay on binary
select overlay(raw placing '\x00'::bytea from 1) from events

-- string comparison operators by pattern
select 'a' ~<~ 'b', 'a' ~>=~ 'b', 'a' ^@ 'a'

-- operators written as functions of their own
select 'a' ~~ 'a%', 'a' !~~ 'b', 'a' ~~* 'A', 'a' !~~* 'B'

-- hex of hashes
-- since: 140000
select encode(sha512('a'), 'hex'), encode(sha224('a'), 'base64'), bit_count('\xff'::bytea)

-- unicode
-- since: 140000
select unistr('\0041'), to_ascii('x', 'latin1'), U&'!0041' uescape '!'

-- treat
select treat(total as numeric) from orders

-- whole rows compared byte by byte
select o *= o, o *<> o from orders o
