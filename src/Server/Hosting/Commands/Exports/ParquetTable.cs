using NeptuneAlt.Model;
using Parquet;
using Parquet.Schema;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>A run as one plain Parquet file.</summary>
sealed class ParquetTable(string path, string project, string runId) : TableWriter(path)
{
    static readonly DataField<string> ProjectId = new("project");
    static readonly DataField<string> RunId = new("run");
    static readonly DataField<string> Attribute = new("attribute");
    static readonly DataField<string> Type = new("type");
    static readonly DataField<double?> At = new("step");
    static readonly DateTimeDataField Time = new("time", DateTimeFormat.DateAndTime, isNullable: true);
    static readonly DataField<double?> Value = new("value");
    static readonly DataField<string> Text = new("text");
    static readonly ParquetSchema Schema = new(ProjectId, RunId, Attribute, Type, At, Time, Value, Text);

    ParquetWriter? _writer;

    public override async Task WriteAsync(RunRows rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;

        _writer ??= await ParquetWriter.CreateAsync(Schema, File, cancellationToken: cancellationToken);
        var table = TableRows.Of(rows);
        using var group = _writer.CreateRowGroup();
        var columns = new ParquetColumns(group, rows.Count, cancellationToken);
        await columns.SameAsync(ProjectId, project);
        await columns.SameAsync(RunId, runId);
        await columns.TextsAsync(Attribute, rows.Paths);
        await columns.TextsAsync(Type, rows.Types);
        await group.WriteAsync<double>(
            At, Array.ConvertAll(table.Steps, step => step is { } micros ? new Step(micros).ToDouble() : (double?)null),
            cancellationToken: cancellationToken);
        await group.WriteAsync<DateTime>(
            Time, Array.ConvertAll(table.Times, time => time is { } ms ? PartsWriter.TimeOf(ms) : (DateTime?)null),
            cancellationToken: cancellationToken);
        await group.WriteAsync<double>(Value, table.Values, cancellationToken: cancellationToken);
        await group.WriteAsync(Text, table.Texts!);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_writer is not null) await _writer.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_writer is not null) await _writer.DisposeAsync();
        _writer = null;
    }
}
