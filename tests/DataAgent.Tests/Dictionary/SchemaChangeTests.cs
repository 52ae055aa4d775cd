using DataAgent.Dictionary;
using DataAgent.Testing;

namespace DataAgent.Tests.Dictionary;

/// <summary>What a refresh says after each kind of change of a real schema.</summary>
public sealed class SchemaChangeTests(PostgresServer server)
{
    private const string Script = """
        create schema shop;
        create type shop.mood as enum ('sad', 'happy');
        create table shop.customer (id int primary key, name text, city text, mood shop.mood);
        create table shop.sale (id int primary key, customer_id int, total numeric(10, 2) default 0, note varchar(40), qty int);
        create view shop.cities as select distinct city from shop.customer;
        grant usage on schema shop to {reader}; grant select on all tables in schema shop to {reader};
        alter default privileges in schema shop grant select on tables to {reader};
        """;

    [Theory]
    [InlineData("create table shop.stock (id int)", "+stock")]
    [InlineData("drop view shop.cities", "-cities")]
    [InlineData("alter table shop.sale rename to sold", "+sold -sale")]
    [InlineData("alter table shop.sale add paid_at date", "+sale.paid_at")]
    [InlineData("alter table shop.sale drop qty", "-sale.qty")]
    [InlineData("alter table shop.customer rename name to full_name", "+customer.full_name -customer.name")]
    [InlineData("alter table shop.sale alter note type text", "sale.note: character varying(40), nullable > text, nullable")]
    [InlineData("alter table shop.sale alter qty set not null", "sale.qty: integer, nullable > integer, not null")]
    [InlineData("alter table shop.sale alter total set default 1", "sale.total: numeric(10,2), nullable, default 0 > numeric(10,2), nullable, default 1")]
    [InlineData("comment on table shop.sale is 'Each sold thing'", "sale comment:  > Each sold thing")]
    [InlineData("comment on column shop.sale.qty is 'Pieces'", "sale.qty: integer, nullable > integer, nullable, Pieces")]
    [InlineData("alter table shop.sale add foreign key (customer_id) references shop.customer", "sale foreign keys:  > customer_id → customer (id)")]
    [InlineData("alter table shop.sale drop constraint sale_pkey", "sale primary key: id > ")]
    [InlineData("alter table shop.sale add check (qty > 0)", "sale checks:  > qty > 0")]
    [InlineData("create index by_city on shop.customer (city)", "customer indexes:  > by_city (city)")]
    [InlineData("alter type shop.mood add value 'calm'", "enum mood: sad, happy > sad, happy, calm")]
    [InlineData("alter type shop.mood rename to feeling",
        "customer.mood: mood, nullable > feeling, nullable enum feeling:  > sad, happy enum mood: sad, happy > ")]
    [InlineData("revoke select on shop.sale from {reader}", "-sale")]
    [InlineData("insert into shop.sale values (1); analyze shop.sale", "")]
    public async Task A_change_is_told_as_what_it_is(string change, string told)
    {
        var customer = await CustomerDatabase.CreateAsync(server, Script);
        var before = await customer.ReadAsync("shop");
        var reader = new Npgsql.NpgsqlConnectionStringBuilder(customer.ReaderConnectionString).Username!;

        await customer.RunAsync(change.Replace("{reader}", reader, StringComparison.Ordinal));

        Assert.Equal(told, Words(DictionaryDiff.Between(before, await customer.ReadAsync("shop"))));
    }

    private static string Words(DictionaryDiff diff) => string.Join(' ', (string[])
    [
        .. diff.AddedTables.Select(t => $"+{t}"), .. diff.RemovedTables.Select(t => $"-{t}"),
        .. diff.ChangedTables.SelectMany(t => (string[])
        [
            .. t.AddedColumns.Select(c => $"+{t.Table}.{c}"), .. t.RemovedColumns.Select(c => $"-{t.Table}.{c}"),
            .. t.ChangedColumns.Select(c => $"{t.Table}.{c.Name}: {c.Before} > {c.After}"),
            .. t.Details.Count == 0 ? Array.Empty<string>() : [$"{t.Table} {string.Join("; ", t.Details.Select(c => $"{c.Name}: {c.Before} > {c.After}"))}"],
        ]),
        .. diff.ChangedEnums.Select(e => $"enum {e.Name}: {e.Before} > {e.After}"),
    ]);
}
