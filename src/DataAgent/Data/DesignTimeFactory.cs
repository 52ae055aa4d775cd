using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace DataAgent.Data;

/// <summary>For <c>dotnet ef migrations add</c>, which reads the model and opens no connection.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<PlatformDbContext>
{
    public PlatformDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PlatformDbContext>();
        options.UsePlatform(NpgsqlDataSource.Create("Host=localhost"));
        return new PlatformDbContext(options.Options);
    }
}
