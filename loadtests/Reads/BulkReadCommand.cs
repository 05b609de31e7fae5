using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Apache.Arrow.Ipc;
using NeptuneAlt.Client;

namespace NeptuneAlt.LoadTests.Reads;

/// <summary>The command <c>read-arrow</c>: reads all points of a project's float series in bulk from a running server, round by
/// round.</summary>
sealed class BulkReadCommand(Uri address, string token, string project, int rounds)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var client = await NeptuneClient.ConnectAsync(address, token, connections: 2, cancellationToken);
        var body = JsonSerializer.SerializeToUtf8Bytes(new { });
        for (var round = 1; round <= rounds; round++)
        {
            var begun = Stopwatch.GetTimestamp();
            await using var stream = await client.OpenPointsAsync(project, body, cancellationToken);
            using var reader = new ArrowStreamReader(stream);
            var first = TimeSpan.Zero;
            var points = 0L;
            var batches = 0;
            while (await reader.ReadNextRecordBatchAsync(cancellationToken) is { } batch)
            {
                if (batches++ == 0) first = Stopwatch.GetElapsedTime(begun);
                points += batch.Length;
                batch.Dispose();
            }

            var elapsed = Stopwatch.GetElapsedTime(begun);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{points} points in {batches} batches, {elapsed.TotalSeconds:0.00} s, {points / elapsed.TotalSeconds / 1e6:0.00} M/s, "
                + $"first batch after {first.TotalMilliseconds:0} ms"));
        }

        return 0;
    }
}
