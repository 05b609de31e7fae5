using System.Text;
using NeptuneAlt.LoadTests.Workloads;
using NeptuneAlt.Wire;

namespace NeptuneAlt.LoadTests.Generation;

/// <summary>
/// Consecutive pieces of a run: what one request carries. A piece is one step of one slice of the series, counted step
/// by step from 0.
/// </summary>
readonly record struct Stretch(long First, long End)
{
    public long Pieces => End - First;
}

/// <summary>All that one client logs to a run, and the requests for it as Neptune's own client would send them.</summary>
sealed class RunScript(
    Workload workload, PointValues values, IReadOnlyList<SnapshotTemplate> slices, string project, string runId, int run)
{
    /// <summary>Where the clients end a request, even if they have more.</summary>
    public const int RequestBytesMax = 15 << 20;

    const int CreateField = 6, UpdateBatchField = 8;
    const int HeadBytesMax = 64;

    readonly byte[] _project = Encoding.UTF8.GetBytes(project);
    readonly byte[] _runId = Encoding.UTF8.GetBytes(runId);

    public string RunId => runId;

    public ulong Key { get; } = values.RunKey(run);

    public Workload Workload => workload;

    public PointValues Values => values;

    public long Pieces => (long)workload.Steps * slices.Count;

    public int PiecesPerStep => slices.Count;

    public int FirstSeries => slices[0].FirstSeries;

    public int Series => slices[^1].FirstSeries + slices[^1].Series - FirstSeries;

    public long StepOf(long piece) => piece / slices.Count + 1;

    public SnapshotTemplate SliceOf(long piece) => slices[(int)(piece % slices.Count)];

    /// <summary>How much the next request takes along.</summary>
    /// <param name="end">The piece that does not exist yet.</param>
    /// <param name="bytesMax">A single piece may be larger.</param>
    public Stretch Next(long first, long end, int bytesMax)
    {
        end = Math.Min(end, first + (long)Math.Min(workload.RequestStepsMax, int.MaxValue) * slices.Count);
        long bytes = 0;
        var last = first;
        while (last < end && (last == first || bytes + SliceOf(last).Bytes + HeadBytesMax <= bytesMax))
            bytes += SliceOf(last++).Bytes + HeadBytesMax;
        return new Stretch(first, last);
    }

    /// <summary>The series' steps in a stretch, in order.</summary>
    public IEnumerable<long> StepsOf(Stretch stretch, int series)
    {
        var slice = SliceWith(series);
        for (var piece = stretch.First; piece < stretch.End; piece++)
            if (piece % slices.Count == slice) yield return StepOf(piece);
    }

    /// <summary>Points in a stretch.</summary>
    public long PointsOf(Stretch stretch)
    {
        long points = 0;
        for (var piece = stretch.First; piece < stretch.End; piece++) points += SliceOf(piece).Series;
        return points;
    }

    public void WriteCreate(ProtoWriter writer)
    {
        WriteHead(writer);
        var seconds = (ulong)(values.TimeMs(Key, 0) / 1000);
        var created = ProtoWriter.VarintFieldSize(seconds);
        writer.Begin(
            CreateField,
            2 * ProtoWriter.BytesFieldSize(_runId.Length) + ProtoWriter.BytesFieldSize(created) + ProtoWriter.VarintFieldSize(1));
        writer.BytesField(1, _runId);
        writer.Begin(3, created);
        writer.VarintField(1, seconds);
        writer.BytesField(4, _runId);
        writer.VarintField(9, 1);
    }

    public void Write(ProtoWriter writer, Stretch stretch)
    {
        var snapshots = workload.IsDirty ? DirtySnapshots.Of(this, stretch) : CleanSnapshots(stretch);
        WriteHead(writer);
        writer.Begin(UpdateBatchField, snapshots.Sum(snapshot => ProtoWriter.BytesFieldSize(SnapshotBytes(snapshot))));
        foreach (var snapshot in snapshots) WriteSnapshot(writer, snapshot);
    }

    int SliceWith(int series)
    {
        for (var slice = 0; slice < slices.Count; slice++)
            if (series < slices[slice].FirstSeries + slices[slice].Series) return slice;
        throw new ArgumentOutOfRangeException(nameof(series));
    }

    List<Snapshot> CleanSnapshots(Stretch stretch)
    {
        var snapshots = new List<Snapshot>();
        for (var piece = stretch.First; piece < stretch.End; piece++)
        {
            var (slice, step) = (SliceOf(piece), StepOf(piece));
            snapshots.Add(new Snapshot(step, slice.Bytes, writer => slice.Write(writer, values, Key, step)));
        }

        return snapshots;
    }

    void WriteHead(ProtoWriter writer)
    {
        writer.Clear();
        writer.BytesField(1, _project);
        writer.BytesField(2, _runId);
    }

    void WriteSnapshot(ProtoWriter writer, Snapshot snapshot)
    {
        writer.Begin(1, SnapshotBytes(snapshot));
        writer.Begin(1, ProtoWriter.VarintFieldSize((ulong)snapshot.Step));
        writer.VarintField(1, (ulong)snapshot.Step);
        var (seconds, nanos) = Time(snapshot.Step);
        writer.Begin(2, ProtoWriter.VarintFieldSize(seconds) + ProtoWriter.VarintFieldSize(nanos));
        writer.VarintField(1, seconds);
        writer.VarintField(2, nanos);
        snapshot.WriteEntries(writer);
    }

    int SnapshotBytes(Snapshot snapshot)
    {
        var (seconds, nanos) = Time(snapshot.Step);
        return ProtoWriter.BytesFieldSize(ProtoWriter.VarintFieldSize((ulong)snapshot.Step))
            + ProtoWriter.BytesFieldSize(ProtoWriter.VarintFieldSize(seconds) + ProtoWriter.VarintFieldSize(nanos))
            + snapshot.EntriesBytes;
    }

    (ulong Seconds, ulong Nanos) Time(long step)
    {
        var (seconds, ms) = Math.DivRem(values.TimeMs(Key, step), 1000);
        return ((ulong)seconds, (ulong)ms * 1_000_000);
    }
}

/// <summary>One <c>UpdateRunSnapshot</c> to be written.</summary>
/// <param name="EntriesBytes">How much <paramref name="WriteEntries"/> writes.</param>
sealed record Snapshot(long Step, int EntriesBytes, Action<ProtoWriter> WriteEntries);
