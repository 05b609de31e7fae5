using System.Text;
using NeptuneAlt.Wire;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Step = NeptuneAlt.Model.Step;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>
/// Writes points as the bodies of ingest requests: those that follow each other with the same step and time are one snapshot.
/// </summary>
sealed class OperationWriter(string project, string runId) : IDisposable
{
    /// <summary>An entry of a map has its key in field 1 and its value in field 2.</summary>
    const int Key = 1, Item = 2;

    /// <summary>Tag and bits of a double.</summary>
    const int FloatBytes = 9;

    readonly ProtoWriter _snapshot = new();
    readonly ProtoWriter _batch = new();
    readonly ProtoWriter _body = new();
    readonly byte[] _project = Encoding.UTF8.GetBytes(project);
    readonly byte[] _runId = Encoding.UTF8.GetBytes(runId);
    long _step;
    long _time;
    bool _isOpen;

    /// <summary>Bytes of the points so far.</summary>
    public int Bytes => _batch.Written.Length + _snapshot.Written.Length;

    /// <param name="step">In micro-steps.</param>
    /// <param name="time">In ms since 1970.</param>
    public void Append(byte[] path, long step, long time, double value)
    {
        Open(step, time);
        var entry = ProtoWriter.BytesFieldSize(path.Length) + ProtoWriter.BytesFieldSize(FloatBytes);
        _snapshot.Begin(UpdateRunSnapshot.AppendFieldNumber, entry);
        _snapshot.BytesField(Key, path);
        _snapshot.Begin(Item, FloatBytes);
        _snapshot.DoubleField(Value.Float64FieldNumber, value);
    }

    /// <inheritdoc cref="Append(byte[], long, long, double)"/>
    public void Append(byte[] path, long step, long time, Value value)
    {
        Open(step, time);
        var size = value.CalculateSize();
        _snapshot.Begin(
            UpdateRunSnapshot.AppendFieldNumber, ProtoWriter.BytesFieldSize(path.Length) + ProtoWriter.BytesFieldSize(size));
        _snapshot.BytesField(Key, path);
        _snapshot.Message(Item, value);
    }

    /// <summary>All that was appended, as one request; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        Close();
        _body.Clear();
        _body.BytesField(RunOperation.ProjectFieldNumber, _project);
        _body.BytesField(RunOperation.RunIdFieldNumber, _runId);
        _body.BytesField(RunOperation.UpdateBatchFieldNumber, _batch.Written.Span);
        _batch.Clear();
        return _body.Written;
    }

    public void Dispose()
    {
        _snapshot.Dispose();
        _batch.Dispose();
        _body.Dispose();
    }

    void Open(long step, long time)
    {
        if (_isOpen && step == _step && time == _time) return;

        Close();
        (_step, _time, _isOpen) = (step, time, true);
        var (whole, micro) = ((ulong)(step / Step.MicrosPerStep), (ulong)(step % Step.MicrosPerStep));
        _snapshot.Begin(UpdateRunSnapshot.StepFieldNumber, ProtoWriter.VarintFieldSize(whole) + ProtoWriter.VarintFieldSize(micro));
        _snapshot.VarintField(Wire.Ingest.Step.WholeFieldNumber, whole);
        _snapshot.VarintField(Wire.Ingest.Step.MicroFieldNumber, micro);
        _snapshot.Message(UpdateRunSnapshot.TimestampFieldNumber, Values.TimeOf(time));
    }

    void Close()
    {
        if (!_isOpen) return;

        _batch.BytesField(UpdateRunSnapshots.SnapshotsFieldNumber, _snapshot.Written.Span);
        _snapshot.Clear();
        _isOpen = false;
    }
}
