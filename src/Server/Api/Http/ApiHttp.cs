using Microsoft.Extensions.DependencyInjection.Extensions;
using NeptuneAlt.Server.Observability;

namespace NeptuneAlt.Server.Api.Http;

/// <summary>Wires what all calls have in common: how bodies are read, and what errors look like.</summary>
static class ApiHttp
{
    public static IServiceCollection AddApiHttp(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(BodyLimits.OfMachine);
        services.TryAddSingleton<BodyBudget>();
        services.TryAddSingleton<DamageBoard>();
        services.AddHostedService<MemoryRelease>();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>Comes before everything that may throw.</summary>
    public static IApplicationBuilder UseApiErrors(this IApplicationBuilder app) => app.UseMiddleware<ApiErrors>();

    /// <summary>Runs after authentication and routing.</summary>
    public static IApplicationBuilder UseRequestBodies(this IApplicationBuilder app) =>
        app.UseMiddleware<RequestBodies>();

    /// <summary>The endpoint reads its body by itself: it streams it, or puts it where it has to go.</summary>
    public static TBuilder ReadsItsBody<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(OwnBody.Instance);
}
