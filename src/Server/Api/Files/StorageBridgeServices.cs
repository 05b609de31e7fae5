using Microsoft.Extensions.DependencyInjection.Extensions;
using NeptuneAlt.Blobs;
using NeptuneAlt.Server.Api.Projects;
using NeptuneAlt.Server.Jobs;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>Wires the storage of files and the resources of Neptune's storage bridge.</summary>
static class StorageBridgeServices
{
    /// <summary>Registers what signs addresses of files. Needs <see cref="IBlobs"/>, the catalog and authentication.</summary>
    public static IServiceCollection AddBlobs(this IServiceCollection services, StorageOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new ProjectOptions());
        return services.AddSingleton(options)
            .AddSingleton<UrlSigner>().AddSingleton<FileAddresses>().AddSingleton<SignedAccess>().AddSingleton<AzureAccess>()
            .AddSingleton<ProjectFinder>()
            .AddHostedService<IdleUploads>();
    }

    public static void MapStorageBridge(this IEndpointRouteBuilder routes)
    {
        routes.MapSignedUrls();
        routes.MapGoogleStorage();
        routes.MapAmazonStorage();
        routes.MapAzureStorage();
    }
}
