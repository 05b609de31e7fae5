using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using NeptuneAlt.Server.Api.Auth;

namespace NeptuneAlt.Server.Hosting;

/// <summary>The message to the operator once the server is ready.</summary>
static class StartupBanner
{
    public static async Task PrintAsync(WebApplication app, ServerOptions options)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var address = options.PublicUrl ?? addresses.First();
        if (options.Postgres is not null)
        {
            // Other servers share the catalog, so the token is not one server's to keep.
            Console.WriteLine($"""

                NeptuneAlt is ready at {address} ({RoleNames.Of(options.Roles)})
                API tokens are made with the command: token --user NAME

                """);
            return;
        }

        var (token, isNew) = await app.Services.GetRequiredService<ApiTokens>().BootstrapAsync(address, CancellationToken.None);
        // The banner of each start is kept in journals and container logs.
        var shown = isNew || !Console.IsOutputRedirected ? token : $"$(cat {Quoted(options.TokenFile)})";
        Console.WriteLine($"""

            NeptuneAlt is ready at {address}

            Point your training code and notebooks at it:
              export NEPTUNE_API_TOKEN={shown}
              export NEPTUNE_PROJECT=my-workspace/my-project

            """);
    }

    /// <summary>Quoted for a shell.</summary>
    static string Quoted(string path) => $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
