using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Auth;

namespace NeptuneAlt.Server.Hosting.Commands;

/// <summary>Makes an API token from the command line, also while servers run.</summary>
static class TokenCommand
{
    /// <summary>Prints only the token.</summary>
    /// <exception cref="StartException">The catalog cannot be reached, or nobody may be called so.</exception>
    public static async Task RunAsync(ServerOptions options, string user, CancellationToken cancellationToken)
    {
        var name = UserNames.Read(user) ?? throw new StartException(UserNames.Rule);
        using var logs = LoggerFactory.Create(logging => logging.ClearProviders());
        await using var catalog = await Dependencies.OpenCatalogAsync(options, logs, cancellationToken);
        var address = (options.PublicUrl ?? options.Urls.Split(';')[0]).TrimEnd('/');
        var tokens = new ApiTokens(new CatalogTokens(catalog), new AuthOptions(), TimeProvider.System);
        Console.WriteLine((await tokens.CreateAsync(name, address, cancellationToken)).Text);
    }
}
