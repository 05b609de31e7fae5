using System.Diagnostics;
using System.Text.RegularExpressions;
using NeptuneAlt.Client;

namespace NeptuneAlt.LoadTests.Server;

/// <summary>NeptuneAlt's own server in its embedded form: one command, one folder.</summary>
sealed partial class EmbeddedServer : IAsyncDisposable
{
    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    readonly string _program;
    ServerProcess _process;

    EmbeddedServer(string program, ServerProcess process, Uri address, string token) =>
        (_program, _process, Address, Token) = (program, process, address, token);

    public Uri Address { get; }

    public string Token { get; }

    public ProcessTree Tree => _process.Tree;

    public string StoreFolder => Path.Combine(_process.Folder, "store");

    /// <summary>Starts a fresh server, having built it if need be.</summary>
    public static async Task<EmbeddedServer> StartAsync(CancellationToken cancellationToken)
    {
        var program = await ProgramAsync(cancellationToken);
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        var process = Start(program, address, folder: null);
        try
        {
            await WaitAsync(process, address, cancellationToken);
            return new EmbeddedServer(program, process, address, FindToken(process)!); // Found just now.
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it and starts it again on the same folder, so that nothing is in its memory.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await _process.StopAsync();
        _process = Start(_program, Address, _process.Folder);
        await WaitAsync(_process, Address, cancellationToken);
    }

    /// <summary>Kills it and starts it again on the same folder.</summary>
    /// <param name="againAfter">It is killed again so long after each start but the last.</param>
    /// <returns>How long it was from the last kill until it was ready.</returns>
    public async Task<TimeSpan> KillAndStartAsync(IEnumerable<TimeSpan> againAfter, CancellationToken cancellationToken)
    {
        var killed = await KillAndStartAsync();
        foreach (var life in againAfter)
        {
            await Task.Delay(life, cancellationToken);
            killed = await KillAndStartAsync();
        }

        await WaitAsync(_process, Address, cancellationToken);
        return Stopwatch.GetElapsedTime(killed);
    }

    /// <summary>Sends a signal to its engine, if there is one just now.</summary>
    public void SignalEngine(int signal)
    {
        foreach (var pid in Tree.Children()) _ = ServerProcess.Kill(pid, signal);
    }

    /// <summary>The last lines that it printed.</summary>
    public string Output => _process.Output;

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <returns>When it was killed.</returns>
    async Task<long> KillAndStartAsync()
    {
        var killed = Stopwatch.GetTimestamp();
        await _process.KillAsync();
        _process = Start(_program, Address, _process.Folder);
        return killed;
    }

    static ServerProcess Start(string program, Uri address, string? folder) => ServerProcess.Start(
        "dotnet", data => [program, "--data", data, "--urls", address.ToString()], folder);

    static Task WaitAsync(ServerProcess process, Uri address, CancellationToken cancellationToken) => process.WaitAsync(
        async stop => FindToken(process) is not null && await NeptuneClient.IsReadyAsync(address, stop), StartTimeout,
        cancellationToken);

    /// <summary>The repository's root: the folder with the solution.</summary>
    public static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "NeptuneAlt.slnx"))) return folder;
        throw new InvalidOperationException("The load tests start servers only from within a checkout; name a server with --url.");
    }

    /// <summary>The server's program, built if need be.</summary>
    public static async Task<string> ProgramAsync(CancellationToken cancellationToken)
    {
        var project = Path.Combine(Root(), "src", "Server");
        var program = Path.Combine(project, "bin", "Release", "net10.0", "NeptuneAlt.Server.dll");
        if (File.Exists(program)) return program;

        Console.WriteLine("Building the server …");
        using var build = Process.Start("dotnet", ["build", project, "-c", "Release", "-v", "q", "--nologo"]);
        await build.WaitForExitAsync(cancellationToken);
        return build.ExitCode == 0 ? program : throw new InvalidOperationException("The server does not build.");
    }

    static string? FindToken(ServerProcess process)
    {
        // Printed at the first start only; the file has it at each.
        var file = Path.Combine(process.Folder, "api-token");
        if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } token) return token;
        return Printed().Match(process.Output) is { Success: true } printed ? printed.Groups[1].Value : null;
    }

    [GeneratedRegex("""NEPTUNE_API_TOKEN=['"]?([A-Za-z0-9+/=_.-]+)""")]
    internal static partial Regex Printed();
}
