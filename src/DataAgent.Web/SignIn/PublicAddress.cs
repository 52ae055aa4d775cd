using DataAgent.Users;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace DataAgent.Web.SignIn;

/// <summary>Where people find this server, for links that leave it: the setting, else an address it listens on; never what a request says.</summary>
public sealed class PublicAddress(SignInOptions options, IServer server)
{
    public string Get() => options.PublicUrl ?? Local(server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? Shell.WebHost.DefaultUrl);

    /// <summary>An address a browser on this machine can open, also when the server listens on all of them.</summary>
    public static string Local(string url) => url
        .Replace("[::]", "127.0.0.1").Replace("0.0.0.0", "127.0.0.1").Replace("://+", "://127.0.0.1").Replace("://*", "://127.0.0.1").TrimEnd('/');
}
