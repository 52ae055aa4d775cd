using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DataAgent.Conversations;

public static class ConversationsServices
{
    public static IServiceCollection AddConversations(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<ConversationStore>()
            .AddSingleton<MessageLog>()
            .AddSingleton<RunStore>()
            .AddSingleton<ProcessLock>();
    }
}
