using System.Net;
using NeptuneAlt.Engine.Chdb;
using NeptuneAlt.Engine.Http;
using NeptuneAlt.Engine.Workers;

namespace NeptuneAlt.Engine;

/// <summary>chDB behind ClickHouse's HTTP interface, for as long as the process that started it lives.</summary>
static class EngineProgram
{
    /// <summary>The line on standard output that says that requests are answered from now on.</summary>
    public const string Ready = "ready";

    public const int ExitCannotStart = 3;

    static readonly TimeSpan s_drainTimeout = TimeSpan.FromSeconds(5);
    static readonly TimeSpan s_killTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Does not return once the engine has started: the process ends here.</summary>
    /// <exception cref="EngineStartException">It cannot start.</exception>
    public static async Task RunAsync(EngineArguments arguments)
    {
        LibraryFile.Load(LibraryFile.Find(arguments.Library, AppContext.BaseDirectory));

        using var folder = new DataFolder(arguments.DataFolder);
        folder.Hold();
        var disk = new DiskGuard(arguments.DataFolder);
        disk.CheckStart();
        disk.Watch();
        string[] connect =
        [
            $"--path={arguments.DataFolder}",
            $"--config-file={folder.WriteConfiguration(arguments.MemoryBytes)}",
            "--async_insert=0",
        ];

        // Before the host and its threads exist, and held for ever: closing the last connection would stop chDB.
        var first = SignalHandlers.Kept(() => new Connection(connect));
        first.Execute("CREATE DATABASE IF NOT EXISTS neptune ENGINE = Atomic");

        var queries = Pool("query");
        var inserts = Pool("insert");
        var drain = new Drain();
        await ListenAsync(arguments, new QueryEndpoint(queries, inserts, disk), drain);

        await Console.Out.WriteLineAsync(Ready);
        await ParentEndedAsync();

        drain.Begin();
        await drain.WaitAsync(s_drainTimeout);
        queries.KillAll();
        inserts.KillAll();
        await drain.WaitAsync(s_killTimeout);
        File.Delete(arguments.SocketPath);
        SignalHandlers.ExitNow(0);

        WorkerPool Pool(string name) => new(
            name,
            Math.Clamp(Environment.ProcessorCount * 4, 8, 32),
            comment => new Connection([.. connect, $"--log_comment={comment}"]),
            new Killer(first));
    }

    static async Task ListenAsync(EngineArguments arguments, QueryEndpoint endpoint, Drain drain)
    {
        // A socket file that a killed engine left behind; the folder's lock says that no other engine listens on it.
        File.Delete(arguments.SocketPath);

        // No settings of the surroundings: they are meant for the parent.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.ListenUnixSocket(arguments.SocketPath);
            if (arguments.LoopbackPort is { } port) kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestLineSize = 1 << 20;
            kestrel.Limits.MaxRequestBufferSize = 4 << 20;
        });

        var app = builder.Build();
        app.Run(context => context.Request.Path == "/ping"
            ? context.Response.WriteAsync("Ok.\n", context.RequestAborted)
            : drain.RunAsync(context, endpoint.HandleAsync));
        await app.StartAsync();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(arguments.SocketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>Waits for the end of standard input: the parent closed it, or is no more.</summary>
    static Task ParentEndedAsync()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            using var input = Console.OpenStandardInput();
            while (input.ReadByte() >= 0)
            {
            }

            ended.TrySetResult();
        })
        { IsBackground = true, Name = "parent" }.Start();
        return ended.Task;
    }

    sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
