using System.Net;
using DataAgent.Queries;

namespace DataAgent.Tests.Queries;

public sealed class HostGuardTests
{
    private static readonly HostGuard Open = new(new QueryOptions());
    private static readonly HostGuard Strict = new(new QueryOptions { AllowPrivateAddresses = false, AllowedNetworks = ["10.7.0.0/16"] });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("fe80::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("0.0.0.0")]
    [InlineData("0")]
    [InlineData("::")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("2852039166")]
    public async Task Addresses_that_are_never_a_database_are_refused_even_when_private_ones_are_allowed(string host)
    {
        var verdict = await Open.JudgeAsync(host, 5432, Token);

        Assert.Contains("never allowed", verdict.Refusal);
        Assert.Empty(verdict.Addresses);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("0x7f000001")]
    [InlineData("2130706433")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("localhost")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("fd12::1")]
    public async Task Private_addresses_are_a_setting_however_they_are_written(string host)
    {
        var open = await Open.JudgeAsync(host, 5432, Token);
        var strict = await Strict.JudgeAsync(host, 5432, Token);

        Assert.Null(open.Refusal);
        Assert.NotEmpty(open.Addresses);
        Assert.Contains("private address", strict.Refusal);
    }

    [Theory]
    [InlineData("10.7.3.4")]
    [InlineData("93.184.215.14")]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    public async Task Public_addresses_and_the_operators_networks_stay_open(string host)
    {
        var verdict = await Strict.JudgeAsync(host, 5432, Token);

        Assert.Null(verdict.Refusal);
        Assert.Equal([IPAddress.Parse(host)], verdict.Addresses);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/var/run/postgresql")]
    [InlineData("@abstract")]
    [InlineData("10.0.0.1,169.254.169.254")]
    [InlineData("db.example.com;Options=-c")]
    [InlineData("db example")]
    public async Task What_is_no_host_name_is_refused_before_any_look_up(string host)
    {
        var verdict = await Open.JudgeAsync(host, 5432, Token);

        Assert.Contains("not a host name", verdict.Refusal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65536)]
    public async Task A_port_must_be_a_port(int port)
    {
        var verdict = await Open.JudgeAsync("127.0.0.1", port, Token);

        Assert.Contains("port", verdict.Refusal);
    }

    [Fact]
    public void One_bad_address_among_good_ones_spoils_the_name()
    {
        var verdict = Open.Judge([IPAddress.Parse("93.184.215.14"), IPAddress.Parse("169.254.169.254")]);

        Assert.NotNull(verdict.Refusal);
    }

    [Fact]
    public async Task An_unknown_name_has_no_address_and_is_no_refusal()
    {
        var verdict = await Open.JudgeAsync("no-such-host.invalid", 5432, Token);

        Assert.Equal((null, 0), (verdict.Refusal, verdict.Addresses.Count));
    }
}
