using System.Text;
using NeptuneAlt.LoadTests.Workloads;
using NeptuneAlt.Wire;

namespace NeptuneAlt.LoadTests.Generation;

/// <summary>
/// What a bad client makes of a stretch: some points come late, behind their followers, so that most of them no longer
/// increase the step; some values are invalid: of another type than the series has, or without a path.
/// </summary>
static class DirtySnapshots
{
    const double LateFraction = 0.02;
    const double InvalidFraction = 0.01;
    const ulong LateKind = 1, InvalidKind = 2;

    /// <summary>The point comes after all others of its request.</summary>
    public static bool IsLate(PointValues values, ulong runKey, int series, long step) =>
        Chance.Fraction(values.Draw(runKey, series, step, LateKind)) < LateFraction;

    /// <summary>A value of the wrong type follows for this series.</summary>
    public static bool IsConflicting(PointValues values, ulong runKey, int series, long step) =>
        Chance.Fraction(values.Draw(runKey, series, step, InvalidKind)) < InvalidFraction;

    /// <summary>First all points in time, then the late ones, then what is invalid; one value without a path a piece.</summary>
    public static List<Snapshot> Of(RunScript script, Stretch stretch)
    {
        List<Snapshot> inTime = [], late = [], invalid = [];
        for (var piece = stretch.First; piece < stretch.End; piece++)
        {
            var (slice, step) = (script.SliceOf(piece), script.StepOf(piece));
            List<int> regular = [], delayed = [], conflicting = [];
            for (var i = 0; i < slice.Series; i++)
            {
                var series = slice.FirstSeries + i;
                (IsLate(script.Values, script.Key, series, step) ? delayed : regular).Add(i);
                if (IsConflicting(script.Values, script.Key, series, step)) conflicting.Add(i);
            }

            inTime.Add(Points(script, slice, step, regular));
            if (delayed.Count > 0) late.Add(Points(script, slice, step, delayed));
            invalid.Add(Invalid(script.Workload, slice, step, conflicting));
        }

        return [.. inTime, .. late, .. invalid];
    }

    static Snapshot Points(RunScript script, SnapshotTemplate slice, long step, List<int> chosen) =>
        new(step, chosen.Sum(slice.EntryBytes), writer =>
        {
            foreach (var i in chosen)
                slice.WriteEntry(writer, i, script.Values.Of(script.Key, slice.FirstSeries + i, step));
        });

    static Snapshot Invalid(Workload workload, SnapshotTemplate slice, long step, List<int> conflicting)
    {
        using var entries = new ProtoWriter();
        WriteEntry(entries, [], isText: false);
        foreach (var i in conflicting)
            WriteEntry(entries, Encoding.UTF8.GetBytes(workload.NameOf(slice.FirstSeries + i)), isText: true);
        var bytes = entries.Written.ToArray();
        return new Snapshot(step, bytes.Length, writer => bytes.CopyTo(writer.Take(bytes.Length)));
    }

    static void WriteEntry(ProtoWriter writer, byte[] path, bool isText)
    {
        var text = "not a number"u8;
        var value = isText ? ProtoWriter.BytesFieldSize(text.Length) : 1 + sizeof(double);
        writer.Begin(8, ProtoWriter.BytesFieldSize(path.Length) + ProtoWriter.BytesFieldSize(value));
        writer.BytesField(1, path);
        writer.Begin(2, value);
        if (isText) writer.BytesField(6, text);
        else writer.DoubleField(1, 1);
    }
}
