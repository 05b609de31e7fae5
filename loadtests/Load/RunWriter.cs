using System.Net.Sockets;
using NeptuneAlt.Client;
using NeptuneAlt.LoadTests.Generation;
using NeptuneAlt.LoadTests.Oracle;
using NeptuneAlt.Wire;

namespace NeptuneAlt.LoadTests.Load;

/// <summary>
/// A client of one run: sends its requests in order, each again until it is acknowledged, and tells the oracle. In a
/// dirty workload it sometimes dies in a request and comes back, or repeats one that was acknowledged.
/// </summary>
sealed class RunWriter(NeptuneClient client, RunOracle oracle, VisibilityWatch watch, LoadCounts counts, Latency ack)
{
    const int AttemptsMax = 1000;
    const double DeathFraction = 0.03;
    const double RepeatFraction = 0.05;
    const ulong DeathKind = 3, RepeatKind = 4;

    public RunScript Script => oracle.Script;

    /// <summary>What has been acknowledged, in pieces of the script.</summary>
    public long Position { get; private set; }

    public bool IsDone => Position >= Script.Pieces;

    public async Task CreateAsync(ProtoWriter writer, CancellationToken cancellationToken)
    {
        Script.WriteCreate(writer);
        var (id, _) = await SubmitAsync(writer.Written, cancellationToken);
        if (id is not null) watch.Add(id, ackMeasured: false, expected: null);
    }

    /// <summary>Sends the next request.</summary>
    /// <param name="end">Pieces that exist by now.</param>
    /// <param name="due">When it was to be sent, as a Stopwatch timestamp.</param>
    /// <param name="cancellationToken">Gives it up; then it may be stored or not.</param>
    public async Task SendAsync(ProtoWriter writer, long end, int bytesMax, long due, CancellationToken cancellationToken)
    {
        var stretch = Script.Next(Position, end, bytesMax);
        Script.Write(writer, stretch);
        oracle.Uncertain = stretch;
        var isDirty = Script.Workload.IsDirty;
        var maybeStored = isDirty && await DieAsync(writer.Written, cancellationToken);

        var (id, isFirst) = await SubmitAsync(writer.Written, cancellationToken);
        if (id is null) return;

        ack.RecordSince(due);
        Position = stretch.End;
        var verdicts = oracle.Acknowledge(stretch);
        counts.AddAcknowledged(verdicts.Accepted, writer.Written.Length);
        watch.Add(id, ackMeasured: true, isDirty && isFirst && !maybeStored ? verdicts : null);

        if (isDirty && Draw(RepeatKind) < RepeatFraction) await RepeatAsync(writer.Written, stretch, cancellationToken);
    }

    /// <returns>The request's id, null if it was given up; and whether the server cannot have it twice.</returns>
    async Task<(string? Id, bool IsFirst)> SubmitAsync(ReadOnlyMemory<byte> operation, CancellationToken cancellationToken)
    {
        var isFirst = true;
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            try
            {
                var submission = await client.SubmitAsync(operation, cancellationToken);
                if (submission.RequestId is { } id) return (id, isFirst);

                if (submission.IsRefused) counts.AddRefused();
                else counts.AddFailed();
                isFirst &= submission.IsRefused;
                await Task.Delay(submission.Pause, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return (null, isFirst);
    }

    async Task RepeatAsync(ReadOnlyMemory<byte> operation, Stretch stretch, CancellationToken cancellationToken)
    {
        var (id, isFirst) = await SubmitAsync(operation, cancellationToken);
        if (id is null) return;

        counts.AddRepeated();
        var verdicts = oracle.Acknowledge(stretch);
        watch.Add(id, ackMeasured: true, isFirst ? verdicts : null);
    }

    /// <returns>Whether the server had the whole request before the client died.</returns>
    async Task<bool> DieAsync(ReadOnlyMemory<byte> operation, CancellationToken cancellationToken)
    {
        var draw = Draw(DeathKind);
        if (draw >= DeathFraction) return false;

        // A third of them die after the last byte, before the answer.
        var sent = (int)Math.Min(operation.Length, operation.Length * draw / DeathFraction * 1.5);
        try
        {
            await DyingClient.SendAsync(client, operation, sent, cancellationToken);
        }
        catch (SocketException)
        {
            return true; // The server died first: who knows what it has.
        }

        counts.AddKilled();
        return sent == operation.Length;
    }

    double Draw(ulong kind) => Chance.Fraction(Chance.Mix(Script.Key ^ Chance.Mix((ulong)Position + (kind << 48))));
}
