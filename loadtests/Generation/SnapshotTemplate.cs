using System.Buffers.Binary;
using System.Text;
using NeptuneAlt.LoadTests.Workloads;
using NeptuneAlt.Wire;

namespace NeptuneAlt.LoadTests.Generation;

/// <summary>
/// The <c>append</c> entries of one snapshot, ready to send but for the values: a point then costs a copy of its bytes
/// and of its value. A step of more series than a snapshot may hold is several templates.
/// </summary>
sealed class SnapshotTemplate
{
    const int AppendField = 8;
    const int ValueMessageBytes = 1 + sizeof(double);

    readonly byte[] _entries;
    readonly int[] _ends;

    SnapshotTemplate(int firstSeries, byte[] entries, int[] ends) => (FirstSeries, _entries, _ends) = (firstSeries, entries, ends);

    public int FirstSeries { get; }

    public int Series => _ends.Length;

    public int Bytes => _entries.Length;

    /// <summary>Templates for the series that one of a run's clients logs.</summary>
    /// <param name="bytesMax">What one template may take; the clients end a snapshot at 2 MiB.</param>
    public static SnapshotTemplate[] Slices(Workload workload, int bytesMax, int clientOfRun = 0)
    {
        var slices = new List<SnapshotTemplate>();
        using var writer = new ProtoWriter();
        var ends = new List<int>();
        var first = clientOfRun * workload.SeriesPerWriter;
        var last = first + workload.SeriesPerWriter - 1;
        for (var series = first; series <= last; series++)
        {
            WriteEntry(writer, Encoding.UTF8.GetBytes(workload.NameOf(series)));
            ends.Add(writer.Written.Length);
            if (writer.Written.Length < bytesMax && series < last) continue;

            slices.Add(new SnapshotTemplate(first, writer.Written.ToArray(), [.. ends]));
            first = series + 1;
            ends.Clear();
            writer.Clear();
        }

        return [.. slices];
    }

    /// <summary>All entries, with their values.</summary>
    public void Write(ProtoWriter writer, PointValues values, ulong runKey, long step)
    {
        var room = writer.Take(_entries.Length);
        _entries.CopyTo(room);
        for (var i = 0; i < _ends.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(room[(_ends[i] - sizeof(double))..], values.Of(runKey, FirstSeries + i, step));
    }

    /// <summary>Bytes of one entry. The index counts within the template.</summary>
    public int EntryBytes(int index) => _ends[index] - Start(index);

    /// <summary>One entry, with its value.</summary>
    public void WriteEntry(ProtoWriter writer, int index, double value)
    {
        var room = writer.Take(EntryBytes(index));
        _entries.AsSpan(Start(index), room.Length).CopyTo(room);
        BinaryPrimitives.WriteDoubleLittleEndian(room[^sizeof(double)..], value);
    }

    int Start(int index) => index == 0 ? 0 : _ends[index - 1];

    static void WriteEntry(ProtoWriter writer, byte[] name)
    {
        writer.Begin(AppendField, ProtoWriter.BytesFieldSize(name.Length) + ProtoWriter.BytesFieldSize(ValueMessageBytes));
        writer.BytesField(1, name);
        writer.Begin(2, ValueMessageBytes);
        writer.DoubleField(1, 0);
    }
}
