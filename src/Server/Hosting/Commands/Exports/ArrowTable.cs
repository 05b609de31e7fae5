using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>A run as a file in Arrow's IPC format, which is also called Feather.</summary>
sealed class ArrowTable : TableWriter
{
    static readonly TimestampType s_time = new(TimeUnit.Millisecond, "UTC");

    static readonly Schema s_schema = new(
        [
            new Field("project", StringType.Default, nullable: false), new Field("run", StringType.Default, nullable: false),
            new Field("attribute", StringType.Default, nullable: false), new Field("type", StringType.Default, nullable: false),
            new Field("step", DoubleType.Default, nullable: true), new Field("time", s_time, nullable: true),
            new Field("value", DoubleType.Default, nullable: true), new Field("text", StringType.Default, nullable: true),
        ],
        null);

    readonly ArrowFileWriter _writer;
    readonly string _project;
    readonly string _runId;

    public ArrowTable(string path, string project, string runId)
        : base(path)
    {
        (_project, _runId) = (project, runId);
        _writer = new ArrowFileWriter(File, s_schema, leaveOpen: true);
    }

    public override Task WriteAsync(RunRows rows, CancellationToken cancellationToken)
    {
        var table = TableRows.Of(rows);
        return _writer.WriteRecordBatchAsync(
            new RecordBatch(
                s_schema,
                [
                    Texts(Enumerable.Repeat(_project, rows.Count)), Texts(Enumerable.Repeat(_runId, rows.Count)), Texts(rows.Paths),
                    Texts(rows.Types), Numbers(table.Steps, step => new Step(step).ToDouble()), Times(table.Times),
                    Numbers(table.Values, value => value), Texts(table.Texts),
                ],
                rows.Count),
            cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        _writer.Dispose();
        await base.DisposeAsync();
    }

    protected override Task EndAsync(CancellationToken cancellationToken) => _writer.WriteEndAsync(cancellationToken);

    static StringArray Texts(IEnumerable<string?> texts)
    {
        var builder = new StringArray.Builder();
        foreach (var text in texts) builder.Append(text);
        return builder.Build();
    }

    static DoubleArray Numbers<T>(T?[] values, Func<T, double> convert)
        where T : struct
    {
        var builder = new DoubleArray.Builder();
        foreach (var value in values)
        {
            if (value is { } number) builder.Append(convert(number));
            else builder.AppendNull();
        }

        return builder.Build();
    }

    static TimestampArray Times(long?[] times)
    {
        var builder = new TimestampArray.Builder(s_time);
        foreach (var time in times)
        {
            if (time is { } ms) builder.Append(DateTimeOffset.FromUnixTimeMilliseconds(ms));
            else builder.AppendNull();
        }

        return builder.Build();
    }
}
