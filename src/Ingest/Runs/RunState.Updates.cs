using System.Text;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Ingest;
using IngestCode = NeptuneAlt.Model.IngestCode;
using Step = NeptuneAlt.Model.Step;

namespace NeptuneAlt.Ingest.Runs;

// The updates of a record, value by value: each goes to an attribute, or is refused with its code.
sealed partial class RunState
{
    void ApplySnapshots(ReadOnlySpan<byte> batch, bool isEdit)
    {
        var fields = new ProtoReader(batch);
        while (fields.Next())
            if (fields.IsBytes(UpdateRunSnapshots.SnapshotsFieldNumber)) ApplySnapshot(fields.Bytes, isEdit);
        if (fields.Failed) ReportBroken();
    }

    /// <summary>Runs that have no more are about to define what they log.</summary>
    const int FewAttributes = 64;

    /// <summary>Assumed size of a point in a snapshot, in bytes; larger than usual.</summary>
    const int EntryBytes = 64;

    /// <summary>A snapshot of many bytes may also be one of few and large values.</summary>
    const int ExpectedMax = 10_000;

    void ApplySnapshot(ReadOnlySpan<byte> snapshot, bool isEdit)
    {
        if (!SnapshotHead.TryRead(snapshot, out var head))
        {
            ReportBroken();
            return;
        }

        head.Step ??= new Step(LastStep < 0 ? 0 : (LastStep / Step.MicrosPerStep + 1) * Step.MicrosPerStep);
        var time = head.TimeMs ?? LastReceivedMs;
        if (!isEdit) LastLoggedMs = Math.Max(LastLoggedMs, time);
        _attributes.StartSnapshot();
        if (_attributes.Count < FewAttributes) Expect(Math.Min(snapshot.Length / EntryBytes, ExpectedMax));
        var fields = new ProtoReader(snapshot);
        while (fields.Next())
        {
            if (fields.WireType != 2 || !HasValues(fields.Field)) continue;
            if (fields.Field == UpdateRunSnapshot.ModifySetsFieldNumber) ApplySetChange(fields.Bytes, isEdit);
            else if (!WireValue.TryReadEntry(fields.Bytes, out var path, out var value)) ReportBroken();
            else if (fields.Field == UpdateRunSnapshot.AppendFieldNumber) Append(path, value, head, time);
            else if (!_isImport || !TakeActivity(path, value)) Assign(path, value, isEdit);
        }
    }

    static bool HasValues(int field) => field is UpdateRunSnapshot.AppendFieldNumber or UpdateRunSnapshot.AssignFieldNumber
        or UpdateRunSnapshot.ModifySetsFieldNumber;

    /// <summary>Makes room for what a new run brings with its first step.</summary>
    void Expect(int attributes)
    {
        _attributes.Reserve(attributes);
        _block.Definitions.EnsureCapacity(attributes);
    }

    /// <returns>A copy of the path, for its rows.</returns>
    byte[] Define(ReadOnlySpan<byte> path, AttributeType type, out int number)
    {
        var copy = path.ToArray();
        number = _attributes.Add(path, type);
        _block.Definitions.Add(new DefinitionRow(copy, type));
        return copy;
    }

    void Assign(ReadOnlySpan<byte> path, in WireValue value, bool isEdit)
    {
        AttributeRow row = default;
        List<string>? set = null;
        var verdict = IngestCode.Ok;
        var type = AttributeType.None;
        switch (value.Kind)
        {
            case WireValue.Float64:
                type = AttributeType.Float;
                row = Row(type, floating: value.Double);
                break;
            case WireValue.Int64:
                type = AttributeType.Int;
                row = Row(type, integer: (long)value.Bits);
                break;
            case WireValue.Bool:
                type = AttributeType.Bool;
                row = Row(type, integer: value.Bits == 0 ? 0 : 1);
                break;
            case WireValue.String:
                type = AttributeType.String;
                if (value.Bytes.Length > Limits.StringValueBytesMax) verdict = IngestCode.StringValueExceedsSizeLimit;
                else row = Row(type) with { String = value.Text() };
                break;
            case WireValue.Timestamp:
                type = AttributeType.Datetime;
                if (!SnapshotHead.TryReadTime(value.Bytes, out var time, out verdict)) verdict = IngestCode.Internal;
                row = Row(type, integer: time ?? 0);
                break;
            case WireValue.StringSet:
                type = AttributeType.StringSet;
                verdict = value.TryReadSet(out set);
                row = Row(type);
                break;
            case WireValue.FileRef:
                type = AttributeType.FileRef;
                verdict = value.TryReadFile(out var file, out var size, out var mime);
                row = Row(type, integer: size) with { String = Encoding.UTF8.GetBytes(file), Mime = mime };
                break;
        }

        if (type == AttributeType.None) verdict = IngestCode.FieldTypeUnsupported;
        if (Place(path, type, isEdit, verdict) is not (>= 0 and var number)) return;

        if (set is not null) row = row with { Set = [.. _sets[number] = new SortedSet<string>(set, StringComparer.Ordinal)] };
        _atoms[number] = row with { Path = path.ToArray() };
        if (isEdit) FollowExperiment(path, number);
    }

    /// <summary>An edit that gives the run's experiment another name, or its head to a newer run of it.</summary>
    void FollowExperiment(ReadOnlySpan<byte> path, int number)
    {
        var row = _atoms[number];
        if (path.SequenceEqual(SystemAttributes.ExperimentName)) _block.Experiment = Encoding.UTF8.GetString(row.String);
        // Versions of these rows are run numbers. Heads only ever move on to newer runs, so this one is the last.
        if (path.SequenceEqual(SystemAttributes.ExperimentIsHead)) _atoms[number] = row with { Version = long.MaxValue };
    }

    void ApplySetChange(ReadOnlySpan<byte> entry, bool isEdit)
    {
        if (!SetChange.TryRead(entry, out var path, out var added, out var removed))
        {
            ReportBroken();
            return;
        }

        var known = _attributes.Find(path);
        var current = known >= 0 ? _sets.GetValueOrDefault(known) : null;
        var next = new SortedSet<string>(current ?? [], StringComparer.Ordinal);
        next.ExceptWith(removed);
        next.UnionWith(added);
        var bytes = next.Sum(Encoding.UTF8.GetByteCount);
        var verdict = bytes > Limits.StringSetBytesMax ? IngestCode.StringSetExceedsSizeLimit : IngestCode.Ok;
        if (Place(path, AttributeType.StringSet, isEdit, verdict) is not (>= 0 and var number)) return;

        _sets[number] = next;
        _atoms[number] = Row(AttributeType.StringSet) with { Path = path.ToArray(), Set = [.. next] };
    }

    /// <summary>Finds or makes the attribute that a value goes to; reports why not.</summary>
    /// <param name="verdict">On the value itself.</param>
    /// <returns>Its number, or -1.</returns>
    int Place(ReadOnlySpan<byte> path, AttributeType type, bool isEdit, IngestCode verdict)
    {
        var onPath = _attributes.Judge(path, type, isEdit, out var number);
        if (onPath != IngestCode.Ok) verdict = onPath;
        if (verdict != IngestCode.Ok)
        {
            Reject(path, verdict);
            return -1;
        }

        if (number < 0) Define(path, type, out number);
        if (SystemAttributes.IsInherited(path)) _block.ChangesInherited = true;
        return number;
    }
}
