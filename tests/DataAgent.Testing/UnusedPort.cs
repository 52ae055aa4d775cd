using System.Net;
using System.Net.Sockets;

namespace DataAgent.Testing;

/// <summary>A port of loopback where nobody listens, a moment ago.</summary>
public static class UnusedPort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
