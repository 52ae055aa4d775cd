using System.Collections;
using Microsoft.Extensions.Configuration;

namespace DataAgent.Configuration;

/// <summary>Where settings come from, for every host: the environment, files that it names, and the command line over both. No other file is read.</summary>
public static class SettingSources
{
    /// <param name="args">As behind <c>dataagent serve</c>.</param>
    /// <exception cref="Data.PlatformStartException">A file that the environment names cannot be read.</exception>
    public static IConfigurationBuilder AddSettings(this IConfigurationBuilder builder, string[] args) =>
        builder.AddSettings(Environment.GetEnvironmentVariables(), args);

    /// <inheritdoc cref="AddSettings"/>
    public static IConfigurationRoot Read(params string[] args) => new ConfigurationBuilder().AddSettings(args).Build();

    internal static IConfigurationBuilder AddSettings(this IConfigurationBuilder builder, IDictionary environment, string[] args) => builder
        .AddEnvironmentVariables("ASPNETCORE_")
        .Add(new EnvironmentSettings(environment))
        .AddCommandLine(args);
}
