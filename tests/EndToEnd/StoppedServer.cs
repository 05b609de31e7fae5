using System.Diagnostics;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>A server that has logged something and was stopped in good order. Tests damage copies of its folder: a start
/// costs seconds, a copy milliseconds.</summary>
public abstract class StoppedServer : IAsyncLifetime
{
    ServerProcess? _server;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync();
        using (var client = await WireClient.SignInAsync(_server)) await LogAsync(client);
        Assert.Equal(0, await _server.StopAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Logs what every copy has.</summary>
    private protected abstract Task LogAsync(WireClient client);

    /// <returns>A server on a copy of the folder, not started yet. All have one port: one runs at a time.</returns>
    private protected async Task<ServerProcess> CopyFolderAsync()
    {
        var folder = Directory.CreateTempSubdirectory("neptunealt-").FullName;
        using var copy = Process.Start("cp", ["-a", _server!.Folder + "/.", folder]); // With links, times and rights.
        await copy.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, copy.ExitCode);
        return ServerProcess.Stopped(folder, _server.Port);
    }
}
