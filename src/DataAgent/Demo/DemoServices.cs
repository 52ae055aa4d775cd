using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Demo;

public static class DemoServices
{
    public static IServiceCollection AddDemo(this IServiceCollection services) => services.AddSingleton<DemoProject>();
}
