using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Series;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>
/// Writes points as a stream of Arrow's IPC format, a record batch a block. Names are dictionaries, which are sent once, before the
/// first batch: not every reader takes later ones.
/// </summary>
sealed class ArrowPoints : IDisposable
{
    public const string ContentType = "application/vnd.apache.arrow.stream";

    readonly ArrowStreamWriter _writer;
    readonly Schema _schema;
    readonly bool _isMicros;
    readonly StringArray _projects;
    readonly StringArray _runs;
    readonly StringArray _paths;

    // Batches are written one after the other, so they share their memory.
    readonly Buffer _project = new();
    readonly Buffer _run = new();
    readonly Buffer _path = new();
    readonly Buffer _step = new();
    readonly Buffer _time = new();
    readonly Buffer _value = new();

    /// <param name="isMicros">Steps are whole millionths, which is exact; else numbers.</param>
    public ArrowPoints(Stream stream, string project, IEnumerable<string> runs, IEnumerable<string> paths, bool isMicros)
    {
        _isMicros = isMicros;
        (_projects, _runs, _paths) = (Texts([project]), Texts(runs), Texts(paths));
        _schema = new Schema(
            [
                new Field("project", Names.Type, nullable: false), new Field("run", Names.Type, nullable: false),
                new Field("attribute", Names.Type, nullable: false),
                new Field("step", isMicros ? Int64Type.Default : DoubleType.Default, nullable: false),
                new Field("time", new TimestampType(TimeUnit.Millisecond, "UTC"), nullable: false),
                new Field("value", DoubleType.Default, nullable: false),
            ],
            null);
        _writer = new ArrowStreamWriter(stream, _schema, leaveOpen: true);
    }

    /// <param name="block"><c>null</c>: a batch without points, so that a stream without points has its dictionaries, too.</param>
    public Task WriteAsync(PointBlock? block, CancellationToken cancellationToken)
    {
        var rows = block?.Rows ?? 0;
        var zeros = _project.Of<int>(rows);
        zeros.Clear();
        var runs = _run.Of<int>(rows);
        var paths = _path.Of<int>(rows);
        var times = _time.Of<long>(rows);
        var values = _value.Of<double>(rows);
        block?.Runs.CopyTo(runs);
        block?.Paths.CopyTo(paths);
        block?.Timestamps.CopyTo(times);
        block?.Values.CopyTo(values);
        if (_isMicros) block?.Steps.CopyTo(_step.Of<long>(rows));
        else TakeSteps(block, _step.Of<double>(rows));

        var time = (TimestampType)_schema.GetFieldByName("time").DataType;
        return _writer.WriteRecordBatchAsync(
            new RecordBatch(
                _schema,
                [
                    Names.Array(_project.Bytes, rows, _projects), Names.Array(_run.Bytes, rows, _runs),
                    Names.Array(_path.Bytes, rows, _paths),
                    _isMicros
                        ? new Int64Array(_step.Bytes, ArrowBuffer.Empty, rows, 0, 0)
                        : new DoubleArray(_step.Bytes, ArrowBuffer.Empty, rows, 0, 0),
                    new TimestampArray(time, _time.Bytes, ArrowBuffer.Empty, rows, 0, 0),
                    new DoubleArray(_value.Bytes, ArrowBuffer.Empty, rows, 0, 0),
                ],
                rows),
            cancellationToken);
    }

    public Task EndAsync(CancellationToken cancellationToken) => _writer.WriteEndAsync(cancellationToken);

    public void Dispose() => _writer.Dispose();

    static void TakeSteps(PointBlock? block, Span<double> steps)
    {
        if (block is null) return;

        var micros = block.Steps;
        for (var row = 0; row < steps.Length; row++) steps[row] = new Step(micros[row]).ToDouble();
    }

    static StringArray Texts(IEnumerable<string> texts) => new StringArray.Builder().AppendRange(texts).Build();

    /// <summary>A column of names: places in a dictionary.</summary>
    static class Names
    {
        public static DictionaryType Type { get; } = new(Int32Type.Default, StringType.Default, ordered: false);

        public static DictionaryArray Array(ArrowBuffer places, int rows, StringArray names) =>
            new(Type, new Int32Array(places, ArrowBuffer.Empty, rows, 0, 0), names);
    }

    /// <summary>Memory of one column.</summary>
    sealed class Buffer
    {
        byte[] _memory = [];
        int _length;

        public ArrowBuffer Bytes => new(_memory.AsMemory(0, _length));

        public Span<T> Of<T>(int rows)
            where T : unmanaged
        {
            _length = rows * Marshal.SizeOf<T>();
            if (_memory.Length < _length) _memory = GC.AllocateUninitializedArray<byte>(Math.Max(_length, 2 * _memory.Length));
            return MemoryMarshal.Cast<byte, T>(_memory.AsSpan(0, _length));
        }
    }
}
