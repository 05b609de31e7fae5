using NeptuneAlt.Wire.Ingest;
using Xunit;

namespace NeptuneAlt.EndToEnd.Distributed;

/// <summary>The addresses that writers spread their requests over.</summary>
sealed class Gateways(params string[] addresses)
{
    public volatile string[] Addresses = addresses;
}

/// <summary>Logs one run's points through all gateways in turn, and remembers what was acknowledged.</summary>
sealed class RunWriter(string runId, Gateways gateways, string token)
{
    const string Project = "w/p";

    readonly Dictionary<string, WireClient> _clients = [];
    readonly List<int> _steps = [];
    readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile string _last = "";
    int _acknowledged;
    int _turn;

    public int AcknowledgedPoints => Volatile.Read(ref _acknowledged);

    /// <summary>The id of the request acknowledged last.</summary>
    public string LastAcknowledged => _last;

    /// <summary>Is over once points were acknowledged.</summary>
    public Task Began => _began.Task;

    /// <summary>Waits until each of them was acknowledged more than it is now.</summary>
    /// <param name="otherwise">What is wrong if that never happens.</param>
    public static async Task GoOnAsync(IReadOnlyList<RunWriter> writers, string otherwise)
    {
        var before = writers.Select(writer => writer.AcknowledgedPoints).ToList();
        await ServerProcess.EventuallyAsync(
            () => writers.Zip(before).All(one => one.First.AcknowledgedPoints > one.Second), otherwise);
    }

    public async Task RunAsync(CancellationToken ended)
    {
        var isCreated = false;
        for (var step = 0; !ended.IsCancellationRequested;)
        {
            try
            {
                var client = await ClientAsync();
                if (!isCreated) _last = await client.CreateAsync(Project, runId);
                isCreated = true;
                _last = await client.UpdateAsync(Project, runId, Point(step), Point(step + 1));
                _steps.AddRange([step, step + 1]);
                Volatile.Write(ref _acknowledged, _steps.Count);
                step += 2;
                _began.TrySetResult();
                await Task.Delay(10, CancellationToken.None);
            }
            catch (Exception outage) when (outage is HttpRequestException or TaskCanceledException or IOException)
            {
                // Not acknowledged: the same points go out again, as every client does.
                await Task.Delay(50, CancellationToken.None);
            }
        }

        foreach (var client in _clients.Values) client.Dispose();
    }

    /// <summary>Every acknowledged point is there, once and with its value.</summary>
    /// <returns>How many points the run has.</returns>
    public async Task<int> VerifyAsync(WireClient client)
    {
        var points = await client.PointsAsync(Project, await client.SysIdAsync(Project, runId), "loss");
        Assert.NotEmpty(_steps);
        Assert.Empty(_steps.Except(points.Select(point => (int)point.Step)));
        Assert.Equal(points.Count, points.Select(point => point.Step).Distinct().Count());
        Assert.All(points, point => Assert.Equal(point.Step * 0.5, point.Value));
        return points.Count;
    }

    async Task<WireClient> ClientAsync()
    {
        var addresses = gateways.Addresses;
        var address = addresses[_turn++ % addresses.Length];
        return _clients.TryGetValue(address, out var client)
            ? client
            : _clients[address] = await WireClient.SignInAsync(address, token);
    }

    static UpdateRunSnapshot Point(int step) => WireClient.Point("loss", step, step * 0.5);
}
