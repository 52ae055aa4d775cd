namespace DataAgent.Web.Admin;

internal static class AdminHosting
{
    public static IServiceCollection AddAdmin(this IServiceCollection services) => services.AddSingleton<SettingsInForce>();
}
