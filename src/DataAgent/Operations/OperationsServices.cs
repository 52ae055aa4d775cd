using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Operations;

public static class OperationsServices
{
    public static IServiceCollection AddOperations(this IServiceCollection services) => services.AddSingleton<OperationsStore>();
}
