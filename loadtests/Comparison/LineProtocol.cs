using System.Globalization;
using System.Text;
using NeptuneAlt.LoadTests.Generation;
using NeptuneAlt.LoadTests.Workloads;
using NeptuneAlt.Wire;

namespace NeptuneAlt.LoadTests.Comparison;

/// <summary>
/// The same points as Influx lines: a line holds many series of one run and step as its fields, which is the cheapest
/// form of the protocol for the one who reads it. Steps have no place in it: the time stands for them.
/// </summary>
sealed class LineProtocol(Workload workload)
{
    const int FieldsPerLine = 2_000;
    const int ValueBytesMax = 32;

    readonly byte[][] _fields = [.. Enumerable.Range(0, workload.Series).Select(series => Encoding.UTF8.GetBytes($"{SeriesNames.Of(series)}="))];

    public void Write(ProtoWriter writer, RunScript script, Stretch stretch)
    {
        writer.Clear();
        for (var piece = stretch.First; piece < stretch.End; piece++)
        {
            var (slice, step) = (script.SliceOf(piece), script.StepOf(piece));
            for (var first = 0; first < slice.Series; first += FieldsPerLine)
                WriteLine(writer, script, step, slice.FirstSeries + first, Math.Min(FieldsPerLine, slice.Series - first));
        }
    }

    void WriteLine(ProtoWriter writer, RunScript script, long step, int first, int count)
    {
        var head = Encoding.UTF8.GetBytes($"m,run={script.RunId} ");
        head.CopyTo(writer.Take(head.Length));
        Span<byte> text = stackalloc byte[ValueBytesMax];
        for (var series = first; series < first + count; series++)
        {
            var name = _fields[series];
            script.Values.Of(script.Key, series, step).TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
            var room = writer.Take(name.Length + length + 1);
            name.CopyTo(room);
            text[..length].CopyTo(room[name.Length..]);
            room[^1] = (byte)(series == first + count - 1 ? ' ' : ',');
        }

        var time = Encoding.UTF8.GetBytes($"{script.Values.TimeMs(script.Key, step)}\n");
        time.CopyTo(writer.Take(time.Length));
    }
}
