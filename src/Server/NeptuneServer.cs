using Microsoft.AspNetCore.Server.Kestrel.Core;
using NeptuneAlt.Engine;
using NeptuneAlt.Ingest;
using NeptuneAlt.Model;
using NeptuneAlt.Query;
using NeptuneAlt.Server.Api.Backend;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Editing;
using NeptuneAlt.Server.Api.Ingestion;
using NeptuneAlt.Server.Api.StorageBridge;
using NeptuneAlt.Server.Clustering;
using NeptuneAlt.Server.Observability;
using NeptuneAlt.Server.Parts;
using NeptuneAlt.Store;

namespace NeptuneAlt.Server;

/// <summary>
/// The whole server: the same services above <see cref="ServerParts"/>, whether these are one folder or a cluster's.
/// </summary>
sealed class NeptuneServer : IAsyncDisposable
{
    readonly ServerParts _parts;
    readonly WebApplication _app;
    readonly ServerOptions _options;

    NeptuneServer(ServerParts parts, WebApplication app, ServerOptions options) =>
        (_parts, _app, _options) = (parts, app, options);

    /// <summary>Starts all parts; the server listens when this returns.</summary>
    /// <exception cref="StartException">It cannot, and the message says what to do.</exception>
    /// <exception cref="EngineStartException">The engine cannot.</exception>
    public static async Task<NeptuneServer> StartAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        ListenAddresses.Check(options);
        var observability = ObservabilityOptions.FromEnvironment(Environment.GetEnvironmentVariable);
        var parts = await ServerParts.OpenAsync(
            options, LoggerFactory.Create(logging => logging.AddLogs(observability)), cancellationToken);
        WebApplication? app = null;
        try
        {
            app = Build(options, observability, parts);
            await StartListeningAsync(app, cancellationToken);
            return new NeptuneServer(parts, app, options);
        }
        catch
        {
            if (app is not null) await app.DisposeAsync();
            await parts.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells the operator how to log in, and runs until the process is asked to end.</summary>
    public async Task RunAsync()
    {
        await Welcome.PrintAsync(_app, _options);
        await _app.WaitForShutdownAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _parts.DisposeAsync();
    }

    static async Task StartListeningAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException failure)
        {
            throw new StartException($"{failure.Message} Choose another address with --urls.", failure);
        }
    }

    static WebApplication Build(ServerOptions options, ObservabilityOptions observability, ServerParts parts)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddLogs(observability);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(ListenAddresses.All(options, observability));
        builder.WebHost.ConfigureKestrel(kestrel => Limit(kestrel.Limits));
        builder.Host.UseOrleans(silo => silo.Place(options));
        AddServices(builder.Services, options, parts);
        builder.Services.AddTelemetry(observability);
        var app = builder.Build();
        app.UseTelemetry();
        app.MapAll(options.Roles);
        return app;
    }

    static void AddServices(IServiceCollection services, ServerOptions options, ServerParts parts)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(parts.Store);
        services.AddSingleton(parts.Catalog);
        services.AddSingleton(parts.Log);
        services.AddSingleton(parts.Blobs);
        services.AddSingleton<ProjectDirectory>();
        services.AddSingleton(new ProjectOptions { CreateMissing = options.CreateMissingProjects });
        services.AddNeptuneAuthentication(new AuthOptions
        {
            TokenFile = options.TokenFile,
            Anonymous = options.Anonymous,
            LocalSessions = ListenAddresses.AreLoopback(options),
            PublicUrl = options.PublicUrl is null ? null : new Uri(options.PublicUrl),
        });
        if ((options.Roles & (Roles.Api | Roles.Query)) != 0)
            services.AddBlobs(new StorageOptions
            {
                Protocol = options.AmazonFiles ? FileProtocol.Amazon : FileProtocol.Google,
            }).AddSingleton<ProjectRows>().AddHostedService<DeletedProjects>();
        services.AddApiDescription();
        services.AddQuery();
        services.AddEditing();
        if (options.Roles.HasFlag(Roles.Query)) services.AddHostedService<DeletedRuns>().AddHostedService<RetiredRows>();
        if (options.Membership is not null) services.AddHostedService<RunNewsRelay>();
        services.AddSingleton(provider => provider.OtherSilos(options));
        services.AddIngest(provider => provider.Share(options, parts.Log.Partitions), options.Roles.HasFlag(Roles.Ingest));
    }

    /// <summary>What one request may be.</summary>
    internal static void Limit(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = Limits.QueryRequestBytesMax;
        limits.MaxRequestHeadersTotalSize = 64 << 10;
        limits.MinRequestBodyDataRate = null;
    }
}
