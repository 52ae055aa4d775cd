using DataAgent.Conversations;
using DataAgent.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Feedback;

public static class FeedbackServices
{
    /// <summary>Needs conversations and the platform's database.</summary>
    public static IServiceCollection AddFeedback(this IServiceCollection services) => services
        .AddSingleton(s => new FeedbackStore(
            s.GetRequiredService<IDbContextFactory<PlatformDbContext>>(), s.GetRequiredService<ConversationStore>(),
            s.GetRequiredService<TimeProvider>()))
        .AddSingleton<FeedbackList>();
}
