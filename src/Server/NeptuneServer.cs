using Microsoft.AspNetCore.Server.Kestrel.Core;
using NeptuneAlt.Catalog;
using NeptuneAlt.Engine;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Model;
using NeptuneAlt.Ingest.Live;
using NeptuneAlt.Query;
using NeptuneAlt.Query.Live;
using NeptuneAlt.Server.Api.Auth;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Events;
using NeptuneAlt.Server.Api.Files;
using NeptuneAlt.Server.Api.Ingestion;
using NeptuneAlt.Server.Api.Projects;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Server.Api.Sharing;
using NeptuneAlt.Server.Clustering;
using NeptuneAlt.Server.Hosting;
using NeptuneAlt.Server.Jobs;
using NeptuneAlt.Server.Observability;
using NeptuneAlt.Store.Parts;
using NeptuneAlt.Store.Writes;

namespace NeptuneAlt.Server;

/// <summary>
/// The whole server: the same services above <see cref="Dependencies"/>, whether these are one folder or a cluster's.
/// </summary>
sealed partial class NeptuneServer : IAsyncDisposable
{
    /// <summary>So long the word "ready" waits for what is read back from the log; queries wait for all of
    /// it.</summary>
    static readonly TimeSpan s_catchUpTimeout = TimeSpan.FromSeconds(60);

    readonly Dependencies _parts;
    readonly WebApplication _app;
    readonly ServerOptions _options;
    readonly StartTimes _times;

    NeptuneServer(Dependencies parts, WebApplication app, ServerOptions options, StartTimes times) =>
        (_parts, _app, _options, _times) = (parts, app, options, times);

    /// <summary>Starts all parts; the server listens when this returns.</summary>
    /// <exception cref="StartException">It cannot, and the message says what to do.</exception>
    /// <exception cref="EngineStartException">The engine cannot.</exception>
    public static async Task<NeptuneServer> StartAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        ListenAddresses.Check(options);
        ListenAddresses.CheckFree(options);
        var observability = ObservabilityOptions.FromEnvironment(Environment.GetEnvironmentVariable);
        var times = new StartTimes(TimeProvider.System);
        times.End("runtime");
        var parts = await Dependencies.OpenAsync(
            options, LoggerFactory.Create(logging => logging.AddLogs(observability)), times, cancellationToken);
        WebApplication? app = null;
        try
        {
            app = Build(options, observability, parts);
            var damages = app.Services.GetRequiredService<DamageBoard>();
            foreach (var damage in parts.Damages) damages.Add(damage);
            await StartListeningAsync(app, cancellationToken);
            times.End("services");
            return new NeptuneServer(parts, app, options, times);
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
        await CatchUpAsync(_app.Services.GetRequiredService<ILogger<NeptuneServer>>());
        await StartupBanner.PrintAsync(_app, _options);
        await _app.WaitForShutdownAsync();
    }

    /// <summary>
    /// Requests are accepted meanwhile. A caller that gets "ready" can read everything that was acknowledged before.
    /// </summary>
    async Task CatchUpAsync(ILogger logger)
    {
        try
        {
            var stopping = _app.Lifetime.ApplicationStopping;
            await _app.Services.GetRequiredService<RequestBoard>().CatchUp.Done.WaitAsync(s_catchUpTimeout, stopping);
            _times.End("log read back");
        }
        catch (TimeoutException)
        {
            IsBehind(logger);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        Started(logger, _times);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Started in {Times}.")]
    static partial void Started(ILogger logger, StartTimes times);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "What was acknowledged before the start is still being stored; queries get 503 until it is.")]
    static partial void IsBehind(ILogger logger);

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

    static WebApplication Build(ServerOptions options, ObservabilityOptions observability, Dependencies parts)
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

    static void AddServices(IServiceCollection services, ServerOptions options, Dependencies parts)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(parts.Store);
        if (options.ClickHouse is null)
            services.AddSingleton(new PartInventory(
                    parts.Store, options.StoreFolder, EngineProcess.FullDiskMark(options.StoreFolder)))
                .AddHostedService<StoreWatch>();
        services.AddCatalog(parts.Catalog);
        services.AddSingleton(parts.Log);
        services.AddSingleton(parts.Blobs);
        services.AddSingleton<ProjectDirectory>();
        services.AddSingleton(new ProjectOptions { CreateMissing = options.CreateMissingProjects });
        services.AddNeptuneAuthentication(new AuthOptions
        {
            TokenFile = options.TokenFile,
            Anonymous = options.Anonymous,
            LocalSessions = options.LocalSignIn && ListenAddresses.AreLoopback(options),
            PublicUrl = options.PublicUrl is null ? null : new Uri(options.PublicUrl),
        });
        if ((options.Roles & (Roles.Api | Roles.Query)) != 0)
            services.AddBlobs(new StorageOptions
            {
                Protocol = options.AmazonFiles ? FileProtocol.Amazon : FileProtocol.Google,
            }).AddSingleton<ProjectRows>().AddHostedService<DeletedProjects>();
        services.AddSharing(new SharingOptions { HasPublicLinks = options.PublicLinks, EmbedOrigins = options.EmbedOrigins });
        services.AddApiDescription();
        services.AddCompression();
        services.AddQuery();
        services.AddSingleton<LiveReads.Source>(provider => provider.GetRequiredService<LiveSummaries>().ReadAsync);
        services.AddEvents();
        services.AddEditing();
        if (options.Roles.HasFlag(Roles.Query))
            services.AddHostedService<DeletedRuns>().AddHostedService<RetiredRows>().AddHostedService<RetiredDashboards>()
                .AddHostedService<RollupsWithoutDeviations>();
        if (options.Roles.HasFlag(Roles.Query) && options.Dashboards is not null)
            services.AddSingleton<DashboardPublisher>().AddHostedService<ProvisionedDashboards>();
        if (options.Membership is not null) services.AddHostedService<RunNewsRelay>();
        services.AddSingleton(provider => provider.OtherSilos(options));
        services.AddIngest(provider => provider.Share(options, parts.Log.Partitions), options.Roles.HasFlag(Roles.Ingest));
    }

    /// <summary>How large one request may be, and how slowly it may come.</summary>
    internal static void Limit(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = Limits.QueryRequestBytesMax;
        limits.MaxRequestHeadersTotalSize = 64 << 10;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        // Memory that a connection uses before its body is read and counted; see BodyBudget.
        limits.MaxRequestBufferSize = 256 << 10;
        // An average over the whole body; bodies that are held in memory are also watched by BodyPace.
        limits.MinRequestBodyDataRate = new MinDataRate(BodyPace.BytesPerSecondMin, BodyPace.Window);
    }
}
