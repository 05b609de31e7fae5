using System.Globalization;
using NeptuneAlt.Model;
using Parquet;
using Parquet.Schema;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>
/// Writes a run as neptune-exporter 3.x does: Parquet parts of some size, of which part 0 gets its name last, so that a run without it
/// is not whole.
/// </summary>
sealed class PartsWriter(string path, string project, string runId) : RunWriter
{
    const long PartBytes = 50 << 20;

    static readonly DataField<string> ProjectId = new("project_id");
    static readonly DataField<string> RunId = new("run_id");
    static readonly DataField<string> AttributePath = new("attribute_path");
    static readonly DataField<string> AttributeType = new("attribute_type");
    static readonly DecimalDataField At = new("step", 18, 6, forceByteArrayEncoding: true, isNullable: true);
    static readonly DateTimeDataField Time = new("timestamp", DateTimeFormat.DateAndTime, isNullable: true);
    static readonly DataField<long?> Int = new("int_value");
    static readonly DataField<double?> Float = new("float_value");
    static readonly DataField<string> Text = new("string_value");
    static readonly DataField<bool?> Bool = new("bool_value");
    static readonly DateTimeDataField Datetime = new("datetime_value", DateTimeFormat.DateAndTime, isNullable: true);
    static readonly DataField<string> Element = new("element");
    static readonly DataField<string> FilePath = new("path");
    static readonly DataField<string> HistogramType = new("type");
    static readonly DataField<double?> Edge = new("element");
    static readonly DataField<double?> Value = new("element");
    static readonly ParquetSchema Schema = new(
        ProjectId, RunId, AttributePath, AttributeType, At, Time, Int, Float, Text, Bool, Datetime,
        new ListField("string_set_value", Element), new StructField("file_value", FilePath),
        new StructField("histogram_value", HistogramType, new ListField("edges", Edge), new ListField("values", Value)));

    /// <summary>Levels count from the root: the list, its group, its items.</summary>
    const int EmptySet = 1, EmptyInHistogram = 2;

    readonly List<string> _parts = [];
    FileStream? _file;
    ParquetWriter? _writer;

    public override async Task WriteAsync(RunRows rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;

        _writer ??= await BeginAsync(cancellationToken);
        using (var group = _writer.CreateRowGroup())
            await WriteAsync(rows, new ParquetColumns(group, rows.Count, cancellationToken));
        if (_file!.Length >= PartBytes) await EndAsync(cancellationToken); // open while the writer is
    }

    public override async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await EndAsync(cancellationToken);
        // From here on until part 0 is back, the run is not whole; a stop in between leaves it so.
        File.Delete(NameOf(0));
        var folder = Path.GetDirectoryName(path)!; // it has one
        foreach (var former in Directory.EnumerateFiles(folder, $"{Path.GetFileName(path)}_part_*").ToList())
            if (!_parts.Contains(former)) File.Delete(former);
        for (var part = _parts.Count - 1; part >= 0; part--) File.Move(_parts[part], NameOf(part), overwrite: true);
        FolderSync.Flush(folder);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_writer is not null) await _writer.DisposeAsync();
        if (_file is not null) await _file.DisposeAsync();
        foreach (var part in _parts) File.Delete(part);
    }

    async Task<ParquetWriter> BeginAsync(CancellationToken cancellationToken)
    {
        _file = Begin(NameOf(_parts.Count));
        _parts.Add(_file.Name);
        return await ParquetWriter.CreateAsync(Schema, _file, cancellationToken: cancellationToken);
    }

    async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_writer is null || _file is null) return;

        await _writer.DisposeAsync();
        await _file.FlushAsync(cancellationToken);
        _file.Flush(flushToDisk: true);
        await _file.DisposeAsync();
        (_writer, _file) = (null, null);
    }

    async Task WriteAsync(RunRows rows, ParquetColumns columns)
    {
        await columns.SameAsync(ProjectId, project);
        await columns.SameAsync(RunId, runId);
        await columns.TextsAsync(AttributePath, rows.Paths);
        await columns.TextsAsync(AttributeType, rows.Types);
        await columns.SomeAsync(At, rows.Steps, step => step / (decimal)Step.MicrosPerStep);
        await columns.SomeAsync(Time, rows.Times, TimeOf);
        await columns.SomeAsync(Int, rows.Ints, value => value);
        await columns.SomeAsync(Float, rows.Floats, value => value);
        await columns.SomeAsync(Text, rows.Strings, text => text.AsMemory());
        await columns.SomeAsync(Bool, rows.Bools, value => value);
        await columns.SomeAsync(Datetime, rows.Datetimes, TimeOf);
        await columns.ListsAsync(Element, EmptySet, rows.Sets, set => set, text => text.AsMemory());
        await columns.SomeAsync(FilePath, rows.Files, text => text.AsMemory());
        await columns.SomeAsync(HistogramType, rows.Histograms, histogram => histogram.Type.AsMemory());
        await columns.ListsAsync(Edge, EmptyInHistogram, rows.Histograms, histogram => histogram.Edges, value => value);
        await columns.ListsAsync(Value, EmptyInHistogram, rows.Histograms, histogram => histogram.Values, value => value);
    }

    internal static DateTime TimeOf(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime;

    string NameOf(int part) => string.Create(CultureInfo.InvariantCulture, $"{path}_part_{part}.parquet");
}
