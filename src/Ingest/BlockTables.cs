using System.Runtime.InteropServices;
using System.Text;
using NeptuneAlt.Model;
using NeptuneAlt.Store;

namespace NeptuneAlt.Ingest;

/// <summary>Turns the rows of many runs into one block a table.</summary>
/// <param name="ahead">By table, the last offset whose rows are there already.</param>
sealed class BlockTables(IReadOnlyList<RunBlock> runs, ushort partition, IReadOnlyDictionary<string, long> ahead)
{
    /// <summary>The tables whose rows are told apart by offset: all that are not replaced by a newer version.</summary>
    public static readonly IReadOnlyList<string> ByOffset =
        ["points", "previews", "strings", "histograms", "files", "ingest_errors"];

    /// <summary>Blocks that can go in at the same time. Each belongs to the caller.</summary>
    public IEnumerable<(string Table, NativeBlock Rows)> Independent()
    {
        yield return ("points", Points());
        yield return ("previews", Previews());
        yield return ("strings", Strings());
        yield return ("histograms", Histograms());
        yield return ("files", Files());
        yield return ("definitions", Definitions());
        yield return ("heads", Heads());
        yield return ("ingest_errors", Errors());
    }

    /// <summary>The rows of <c>attributes</c> and <c>run_attributes</c>.</summary>
    /// <param name="marker">The progress to write along, if any.</param>
    public NativeBlock Attributes(PartitionProgress? marker)
    {
        var rows = runs.SelectMany(run => run.Attributes.Select(row => (run.Project, Run: row.OtherRun > 0 ? row.OtherRun : run.Run, row)))
            .ToList();
        if (marker is { } progress)
            rows.Add((0, 0, new AttributeRow
            {
                Path = Encoding.UTF8.GetBytes(BlockWriter.MarkerPath(partition)), Type = AttributeType.None,
                Int = progress.Summarised, Offset = progress.Stored, Version = progress.Flushes,
                Summary = new SeriesSummary { LastStep = progress.Noticed },
            }));
        return new NativeBlock()
            .Add("project", Column(rows, r => r.Project))
            .Add("run", Column(rows, r => r.Run))
            .AddStrings("path", Texts(rows, r => r.row.Path))
            .Add("type", Column(rows, r => (byte)r.row.Type))
            .Add("series", Column(rows, r => r.row.Series))
            .Add("int_value", Column(rows, r => r.row.Int))
            .Add("float_value", Column(rows, r => r.row.Float))
            .AddStrings("string_value", Texts(rows, r => r.row.String))
            .AddArrays("set_value", Sets(rows, r => r.row.Set))
            .AddStrings("mime", Texts(rows, r => r.row.Mime))
            .Add("last_step", Column(rows, r => r.row.Summary.LastStep))
            .Add("last_ts", Column(rows, r => r.row.Summary.LastTime))
            .Add("points", Column(rows, r => (ulong)r.row.Summary.Points))
            .Add("finite", Column(rows, r => (ulong)r.row.Summary.Finite))
            .Add("min_value", Column(rows, r => r.row.Summary.Min))
            .Add("max_value", Column(rows, r => r.row.Summary.Max))
            .Add("total", Column(rows, r => r.row.Summary.Total))
            .Add("m2", Column(rows, r => r.row.Summary.SquaredDeviations))
            .Add("has_preview", Column(rows, r => (byte)(r.row.Summary.HasPreview ? 1 : 0)))
            .Add("part", Column(rows, _ => partition))
            .Add("off", Column(rows, r => (ulong)r.row.Offset))
            .Add("version", Column(rows, r => (ulong)r.row.Version));
    }

    NativeBlock Points()
    {
        var first = FirstNew("points");
        var taken = runs.Select(run => (Run: run.Run, run.Points, From: Skip(run.Points.Offsets, first)))
            .Where(one => one.From < one.Points.Count).ToList();
        var count = taken.Sum(one => one.Points.Count - one.From);
        return new NativeBlock()
            .AddRepeated("run", [.. taken.Select(one => (one.Run, one.Points.Count - one.From))])
            .AddPieces("series", taken, one => Rest(one.Points.Series, one.From))
            .AddPieces("step", taken, one => Rest(one.Points.Steps, one.From))
            .AddPieces("ts", taken, one => Rest(one.Points.Times, one.From))
            .AddPieces("value", taken, one => Rest(one.Points.Values, one.From))
            .AddRepeated("part", [(partition, count)])
            .AddPieces("off", taken, one => MemoryMarshal.Cast<long, ulong>(Rest(one.Points.Offsets, one.From)));
    }

    NativeBlock Previews()
    {
        var rows = New("previews", run => run.Previews, row => row.Offset);
        return new NativeBlock()
            .Add("run", Column(rows, r => r.Run)).Add("series", Column(rows, r => r.Row.Series))
            .Add("step", Column(rows, r => r.Row.Step)).Add("ts", Column(rows, r => r.Row.Time))
            .Add("value", Column(rows, r => r.Row.Value)).Add("completion", Column(rows, r => r.Row.Completion))
            .Add("part", Parts(rows.Count)).Add("off", Column(rows, r => (ulong)r.Row.Offset));
    }

    NativeBlock Strings()
    {
        var rows = New("strings", run => run.Strings, row => row.Offset);
        return new NativeBlock()
            .Add("run", Column(rows, r => r.Run)).Add("series", Column(rows, r => r.Row.Series))
            .Add("step", Column(rows, r => r.Row.Step)).Add("ts", Column(rows, r => r.Row.Time))
            .AddStrings("value", Texts(rows, r => r.Row.Value))
            .Add("part", Parts(rows.Count)).Add("off", Column(rows, r => (ulong)r.Row.Offset));
    }

    NativeBlock Histograms()
    {
        var rows = New("histograms", run => run.Histograms, row => row.Offset);
        return new NativeBlock()
            .Add("run", Column(rows, r => r.Run)).Add("series", Column(rows, r => r.Row.Series))
            .Add("step", Column(rows, r => r.Row.Step)).Add("ts", Column(rows, r => r.Row.Time))
            .Add("density", Column(rows, r => (byte)(r.Row.Density ? 1 : 0)))
            .AddArrays("edges", Arrays(rows, r => r.Row.Edges)).AddArrays("values", Arrays(rows, r => r.Row.Values))
            .Add("part", Parts(rows.Count)).Add("off", Column(rows, r => (ulong)r.Row.Offset));
    }

    NativeBlock Files()
    {
        var rows = New("files", run => run.Files, row => row.Offset);
        return new NativeBlock()
            .Add("run", Column(rows, r => r.Run)).Add("series", Column(rows, r => r.Row.Series))
            .Add("step", Column(rows, r => r.Row.Step)).Add("ts", Column(rows, r => r.Row.Time))
            .AddStrings("path", Texts(rows, r => r.Row.Path)).Add("size", Column(rows, r => r.Row.Size))
            .AddStrings("mime", Texts(rows, r => r.Row.Mime))
            .Add("part", Parts(rows.Count)).Add("off", Column(rows, r => (ulong)r.Row.Offset))
            .Add("seq", Column(rows, r => (uint)r.Row.Sequence));
    }

    NativeBlock Definitions()
    {
        var rows = runs.SelectMany(run => run.Definitions.Select(row => (run.Project, Row: row))).ToList();
        return new NativeBlock()
            .Add("project", Column(rows, r => r.Project)).AddStrings("path", Texts(rows, r => r.Row.Path))
            .Add("type", Column(rows, r => (byte)r.Row.Type));
    }

    NativeBlock Heads()
    {
        var rows = runs.Where(run => run.Experiment is not null).ToList();
        return new NativeBlock()
            .Add("project", Column(rows, r => r.Project)).AddStrings("experiment", Texts(rows, r => r.Experiment!))
            .Add("run", Column(rows, r => r.Run));
    }

    NativeBlock Errors()
    {
        var rows = New("ingest_errors", run => run.Errors, row => row.Offset);
        return new NativeBlock()
            .Add("part", Parts(rows.Count)).Add("off", Column(rows, r => (ulong)r.Row.Offset))
            .Add("seq", Column(rows, r => (uint)r.Row.Sequence)).Add("run", Column(rows, r => r.Run))
            .AddStrings("path", Texts(rows, r => r.Row.Path)).Add("code", Column(rows, r => (byte)r.Row.Code))
            .Add("count", Column(rows, r => (uint)r.Row.Count)).AddStrings("message", Texts(rows, r => r.Row.Message));
    }

    List<(ulong Run, T Row)> New<T>(string table, Func<RunBlock, List<T>> rows, Func<T, long> offset)
    {
        var first = FirstNew(table);
        return [.. runs.SelectMany(run => rows(run).Where(row => offset(row) >= first).Select(row => (run.Run, row)))];
    }

    long FirstNew(string table) => ahead.TryGetValue(table, out var last) ? last + 1 : long.MinValue;

    /// <summary>Offsets grow within a run's block: the first index at or after an offset.</summary>
    static int Skip(List<long> offsets, long first)
    {
        if (offsets.Count == 0 || offsets[0] >= first) return 0;

        var index = offsets.FindIndex(offset => offset >= first);
        return index < 0 ? offsets.Count : index;
    }

    static ReadOnlySpan<T> Rest<T>(List<T> values, int from) => CollectionsMarshal.AsSpan(values)[from..];

    ushort[] Parts(int count)
    {
        var parts = new ushort[count];
        Array.Fill(parts, partition);
        return parts;
    }

    static TValue[] Column<TRow, TValue>(List<TRow> rows, Func<TRow, TValue> value)
    {
        var column = new TValue[rows.Count];
        for (var i = 0; i < column.Length; i++) column[i] = value(rows[i]);
        return column;
    }

    static Utf8Builder Texts<TRow>(List<TRow> rows, Func<TRow, byte[]> value)
    {
        var texts = new Utf8Builder();
        foreach (var row in rows) texts.Add(value(row));
        return texts;
    }

    static Utf8Builder Texts<TRow>(List<TRow> rows, Func<TRow, string> value)
    {
        var texts = new Utf8Builder();
        foreach (var row in rows) texts.Add(value(row));
        return texts;
    }

    static Utf8ArrayBuilder Sets<TRow>(List<TRow> rows, Func<TRow, string[]> value)
    {
        var sets = new Utf8ArrayBuilder();
        foreach (var row in rows)
        {
            foreach (var member in value(row)) sets.AddItem(Encoding.UTF8.GetBytes(member));
            sets.EndRow();
        }

        return sets;
    }

    static ArrayBuilder<double> Arrays<TRow>(List<TRow> rows, Func<TRow, double[]> value)
    {
        var arrays = new ArrayBuilder<double>();
        foreach (var row in rows) arrays.Add(value(row));
        return arrays;
    }
}
