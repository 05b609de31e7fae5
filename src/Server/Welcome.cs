using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using NeptuneAlt.Server.Api.Backend;

namespace NeptuneAlt.Server;

/// <summary>What the operator sees once the server is ready.</summary>
static class Welcome
{
    public static async Task PrintAsync(WebApplication app, ServerOptions options)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var address = options.PublicUrl ?? addresses.First();
        var token = await app.Services.GetRequiredService<ApiTokens>().BootstrapAsync(address, CancellationToken.None);
        Console.WriteLine($"""

            NeptuneAlt is ready at {address}

            Point your training code and notebooks at it:
              export NEPTUNE_API_TOKEN={token}
              export NEPTUNE_PROJECT=my-workspace/my-project

            """);
    }
}
