using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DataAgent.Mail;

public static class MailServices
{
    /// <summary>A host with settings of its own registers <see cref="MailOptions"/> before.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.TryAddSingleton(new MailOptions());
        return services.AddSingleton<IMailer>(provider => provider.GetRequiredService<MailOptions>() is { Host: not null } options
            ? new SmtpMailer(options)
            : ActivatorUtilities.CreateInstance<LogMailer>(provider));
    }
}
