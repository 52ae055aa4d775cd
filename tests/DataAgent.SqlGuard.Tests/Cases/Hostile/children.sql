-- HiddenRelation: the rows of a hidden child come with its parent (catalog)
select * from payments

-- HiddenRelation: with its schema, and the star that means its children too (catalog)
select sum(amount) from shop.payments *

-- HiddenRelation: the table command (catalog)
table payments

-- HiddenRelation: a sample of the parent (catalog)
select * from payments tablesample bernoulli (10)

-- HiddenRelation: once alone and once with its children (catalog)
select * from only payments union all select * from payments

-- HiddenRelation: in a subquery of a CTE (catalog)
with p as (select * from (select id from payments) q) select count(*) from p

-- HiddenRelation: a grandchild in a schema that is not the project's (catalog)
select * from tickets

-- HiddenRelation: a child in a schema that is not the project's (catalog)
select title from tickets_open

-- HiddenRelation: a partitioned table one of whose partitions is hidden (catalog)
select count(*) from visits

-- HiddenRelation: ONLY does not open the hidden child itself
select * from only payments_secret

-- HiddenRelation: the hidden partition by its own name
select * from visits_2025

-- OtherSchema: the child in another schema by its own name
select * from vault.tickets_legal

