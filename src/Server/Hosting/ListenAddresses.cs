using System.Net;
using System.Net.Sockets;
using NeptuneAlt.Server.Observability;

namespace NeptuneAlt.Server.Hosting;

/// <summary>The addresses that the server listens on.</summary>
static class ListenAddresses
{
    /// <exception cref="StartException">An address is invalid, or open to the network while every token is
    /// accepted.</exception>
    public static void Check(ServerOptions options)
    {
        foreach (var url in options.Urls.Split(';'))
        {
            BindingAddress address;
            try
            {
                address = BindingAddress.Parse(url);
            }
            catch (FormatException failure)
            {
                throw new StartException($"'{url}' is not an address to listen on; it looks like {ServerOptions.DefaultUrls}.", failure);
            }

            if (options.Anonymous && !IsLoopback(address.Host))
                throw new StartException(
                    $"--anonymous accepts any token, so it must not listen on {url}: drop it, or listen on 127.0.0.1.");
        }
    }

    /// <summary>Tries the ports before anything else is opened.</summary>
    /// <exception cref="StartException">One is in use, or not allowed.</exception>
    public static void CheckFree(ServerOptions options)
    {
        foreach (var url in options.Urls.Split(';'))
        {
            var address = BindingAddress.Parse(url);
            if (address.IsUnixPipe || address.Port == 0) continue;
            var host = address.Host is "localhost" ? IPAddress.Loopback
                : IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) ? ip
                : IPAddress.Any;
            try
            {
                using var probe = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                probe.Bind(new IPEndPoint(host, address.Port));
            }
            catch (SocketException failure)
            {
                throw new StartException(
                    $"The server cannot listen on {url}: {failure.Message}. Choose another address with --urls, or end what listens there.",
                    failure);
            }
        }
    }

    /// <summary>
    /// The addresses that the server listens on, the metrics' port included: open to the network only if the server is.
    /// </summary>
    public static string[] All(ServerOptions options, ObservabilityOptions observability)
    {
        var urls = options.Urls.Split(';');
        return observability.MetricsPort is { } port
            ? [.. urls, $"http://{(AreLoopback(options) ? "127.0.0.1" : "+")}:{port}"]
            : urls;
    }

    /// <summary>Whether all addresses are reachable from this machine alone.</summary>
    public static bool AreLoopback(ServerOptions options) =>
        options.Urls.Split(';').All(url => IsLoopback(BindingAddress.Parse(url).Host));

    static bool IsLoopback(string host) =>
        host is "localhost" || IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);
}
