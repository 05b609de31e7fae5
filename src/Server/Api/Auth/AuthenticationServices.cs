using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NeptuneAlt.Server.Api.Sharing;
using NeptuneAlt.Server.Observability;

namespace NeptuneAlt.Server.Api.Auth;

/// <summary>Registers who may call, and maps the endpoints of signing in.</summary>
static class AuthenticationServices
{
    /// <summary>
    /// Registers authentication: everything under /api needs a caller, unless its endpoint allows anyone. Needs the
    /// catalog.
    /// </summary>
    public static IServiceCollection AddNeptuneAuthentication(this IServiceCollection services, AuthOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DamageBoard>();
        services.AddSingleton(options)
            .AddSingleton<PublicAddress>().AddSingleton<AccessTokens>().AddSingleton<ApiTokens>()
            .AddSingleton<LiveTokens>().AddSingleton<LiveSessions>().AddSingleton<LiveCredentials>()
            .AddSingleton<RefusalLog>().AddSingleton<LocalAccess>().AddSingleton<SessionCookie>()
            .AddSingleton<TokenIssuer>();
        // Only the core: the full registration also keeps a key ring in the home folder, which nothing here uses.
        services.AddWebEncoders();
        services.AddTransient<NeptuneAuthenticationHandler>();
        services.AddAuthenticationCore(authentication =>
        {
            authentication.AddScheme<NeptuneAuthenticationHandler>(NeptuneAuthenticationHandler.SchemeName, null);
            authentication.DefaultScheme = NeptuneAuthenticationHandler.SchemeName;
        });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder()
            .RequireAssertion(authorization =>
                authorization.User.Identity is { IsAuthenticated: true }
                || authorization.Resource is not HttpContext context
                || !context.Request.Path.StartsWithSegments("/api"))
            .Build());
        return services.AddApiHttp();
    }

    /// <summary>Comes before static files, so that a browser on this machine gets its session with the first page.
    /// </summary>
    public static IApplicationBuilder UseNeptuneAuthentication(this IApplicationBuilder app)
    {
        app.UseApiErrors();
        app.UseAuthentication();
        app.Use(SessionEndpoints.WithPagesAsync);
        app.UseAuthorization();
        app.Use(SharedLink.RequireAsync);
        app.UseRequestBodies();
        return app;
    }

    public static void MapAuthentication(this IEndpointRouteBuilder routes)
    {
        routes.MapAuthorization();
        routes.MapSession();
        routes.MapTokens();
    }
}
