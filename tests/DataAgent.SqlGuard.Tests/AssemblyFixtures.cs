using DataAgent.SqlGuard.Tests;
using DataAgent.Testing;

[assembly: AssemblyFixture(typeof(PostgresServer))]
[assembly: AssemblyFixture(typeof(WarmGuard))]
