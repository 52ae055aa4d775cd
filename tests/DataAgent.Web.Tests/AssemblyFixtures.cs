using DataAgent.Testing;

[assembly: AssemblyFixture(typeof(PostgresServer))]
