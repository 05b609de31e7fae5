using System.Runtime.InteropServices;
using NeptuneAlt.Ingest.Consumer;
using NeptuneAlt.Store.Native;

namespace NeptuneAlt.Ingest.Blocks;

/// <summary>Turns the rows of many runs into one block a table.</summary>
/// <param name="ahead">By table, the last offset whose rows are there already.</param>
/// <param name="known">Definitions that need no row.</param>
sealed class BlockTables(
    IReadOnlyList<RunBlock> runs, ushort partition, IReadOnlyDictionary<string, long> ahead, KnownDefinitions known)
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

    /// <summary>The rows of <c>attributes</c>, all of which go to <c>run_attributes</c> too.</summary>
    public AttributeColumns Attributes()
    {
        var columns = new AttributeColumns(partition);
        AddAttributes(columns, areByRunOnly: false);
        return columns;
    }

    /// <summary>Adds the rows that only <c>run_attributes</c> gets.</summary>
    public void AddByRun(AttributeColumns columns) => AddAttributes(columns, areByRunOnly: true);

    void AddAttributes(AttributeColumns columns, bool areByRunOnly)
    {
        foreach (var run in runs)
            foreach (ref readonly var row in CollectionsMarshal.AsSpan(run.Attributes))
                if (row.IsByRunOnly == areByRunOnly) columns.Add(run.Project, run.Run, row);
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
        var rows = runs.SelectMany(run => run.Definitions.Select(row => (run.Project, Row: row)))
            .Where(definition => known.Add(definition.Project, definition.Row)).ToList();
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

    static ArrayBuilder<double> Arrays<TRow>(List<TRow> rows, Func<TRow, double[]> value)
    {
        var arrays = new ArrayBuilder<double>();
        foreach (var row in rows) arrays.Add(value(row));
        return arrays;
    }
}
