namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>Registers and maps what shows views and boards to others: short links, public links, frames.</summary>
static class SharingServices
{
    public static IServiceCollection AddSharing(this IServiceCollection services, SharingOptions options) => services
        .AddSingleton(options)
        .AddSingleton<PublicLinks>()
        .AddSingleton<SharedTurns>()
        .AddSingleton<SharedFiles>()
        .AddSingleton<SharedRuns>()
        .AddSingleton<SharedScopes>();

    public static void MapSharing(this IEndpointRouteBuilder endpoints)
    {
        ShortLinkEndpoints.Map(endpoints);
        PublicLinkEndpoints.Map(endpoints);
        SharedEndpoints.Map(endpoints);
    }
}
