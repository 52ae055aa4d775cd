-- the parent's own rows
select * from only payments

-- in parentheses, with an alias
select p.amount from only (shop.payments) p

-- the table command
table only tickets

-- ONLY on a partitioned table reads nothing, and harms nothing
select count(*) from only visits

-- a partition that is open, beside one that is not
select page from visits_2026

-- a child that is open comes with its parent
select * from notes

-- with the star
select body from notes *

-- the child alone
select * from notes_long

-- a partitioned table with all its partitions
select max(value) from measurements

-- the type of a row holds no rows
select (null::payments).amount

