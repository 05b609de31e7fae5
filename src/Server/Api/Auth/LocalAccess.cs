using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace NeptuneAlt.Server.Api.Auth;

/// <summary>Tells whether a request comes from a person at this machine.</summary>
sealed class LocalAccess(AuthOptions options, IServer server)
{
    static readonly string[] ForwardingHeaders =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    /// <summary>
    /// Whether callers without an API token are accepted. Credentials signed for such callers end when this does: when
    /// the server is restarted for the network, or without <c>--anonymous</c>.
    /// </summary>
    public bool AdmitsWithoutToken => options.Anonymous || (options.LocalSessions && ListensOnLoopbackOnly());

    /// <summary>
    /// The caller to let in without a token, if that is allowed and the request is from this machine.
    /// </summary>
    public Caller? Session(HttpContext context) =>
        options.LocalSessions && ListensOnLoopbackOnly() && IsLocal(context) && !IsForwarded(context)
            ? new Caller(options.DefaultUser, null)
            : null;

    /// <summary>
    /// The caller that any token stands for, if the server is configured so and the request comes from this machine.
    /// </summary>
    public Caller? Anonymous(HttpContext context) =>
        options.Anonymous && IsLocal(context) && !IsForwarded(context) ? new Caller(options.DefaultUser, null) : null;

    bool ListensOnLoopbackOnly() =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } addresses
        && addresses.All(address => IsLoopback(BindingAddress.Parse(address).Host));

    /// <summary>The Host header must name this machine: a foreign page whose name was pointed here keeps its name.
    /// </summary>
    static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && IsLoopback(context.Request.Host.Host);

    /// <summary>A proxy on this machine makes the world look local. It says so in a header, speaks HTTP/1.0, or serves
    /// a public address that is set.</summary>
    bool IsForwarded(HttpContext context) => options.PublicUrl is { IsLoopback: false } || ShowsProxy(context);

    static bool ShowsProxy(HttpContext context) =>
        HttpProtocol.IsHttp10(context.Request.Protocol)
        || ForwardingHeaders.Any(context.Request.Headers.ContainsKey);

    /// <summary>Whether the request was made on this machine, and not passed on by a proxy here.</summary>
    public static bool IsDirect(HttpContext context) => IsLocal(context) && !ShowsProxy(context);

    static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
