using System.Net.Security;

namespace NeptuneAlt.Server.Hosting.Commands;

/// <summary>Asks the server on this machine whether it lives: what a container's health check runs.</summary>
static class HealthCommand
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <returns>0 if it answers, 1 otherwise.</returns>
    public static async Task<int> RunAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        var address = AddressOf(options.Urls);
        // A certificate is for the public name, and may be the operator's own. Nothing secret goes to this machine's own address.
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, errors) => errors != SslPolicyErrors.RemoteCertificateNotAvailable },
        };
        using var http = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri(address, "/health/live"), cancellationToken);
            if (answer.IsSuccessStatusCode) return 0;
            await Console.Error.WriteLineAsync($"{address} answers {(int)answer.StatusCode}.");
        }
        catch (Exception failure) when (failure is HttpRequestException
            || failure is TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {failure.Message}");
        }

        return 1;
    }

    /// <summary>The first address that it listens on, as it is reached from this machine.</summary>
    internal static Uri AddressOf(string urls)
    {
        var first = BindingAddress.Parse(urls.Split(';')[0]);
        var host = first.Host is "0.0.0.0" or "[::]" or "*" or "+" ? "127.0.0.1" : first.Host;
        return new UriBuilder(first.Scheme, host, first.Port).Uri;
    }
}
