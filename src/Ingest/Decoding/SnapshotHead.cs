using Google.Protobuf.WellKnownTypes;
using NeptuneAlt.Wire.Ingest;
using IngestCode = NeptuneAlt.Model.IngestCode;
using Step = NeptuneAlt.Model.Step;

namespace NeptuneAlt.Ingest.Decoding;

/// <summary>The fields that all values of one <c>UpdateRunSnapshot</c> share: step, time and preview.</summary>
ref struct SnapshotHead
{
    const long TimeMsMin = -2_208_988_800_000; // 1900-01-01
    const long TimeMsMax = 10_413_791_999_999; // 2299-12-31T23:59:59.999

    /// <summary>Absent: the next whole step of the run.</summary>
    public Step? Step;

    /// <summary>Milliseconds since 1970; <c>null</c> if the client sent no time.</summary>
    public long? TimeMs;
    public bool IsPreview;
    public float Completion;

    /// <summary>The verdict on the step. It concerns only values of series.</summary>
    public IngestCode StepVerdict;

    /// <summary>The verdict on the time.</summary>
    public IngestCode TimeVerdict;

    /// <summary>Reads the head; the preview may follow the values, so this walks the whole snapshot.</summary>
    /// <returns><c>false</c> if the bytes are no snapshot.</returns>
    public static bool TryRead(ReadOnlySpan<byte> snapshot, out SnapshotHead head)
    {
        head = default;
        var fields = new ProtoReader(snapshot);
        while (fields.Next())
        {
            if (fields.WireType != 2) continue;
            var read = fields.Field switch
            {
                UpdateRunSnapshot.StepFieldNumber => head.ReadStep(fields.Bytes),
                UpdateRunSnapshot.TimestampFieldNumber => TryReadTime(fields.Bytes, out head.TimeMs, out head.TimeVerdict),
                UpdateRunSnapshot.PreviewFieldNumber => head.ReadPreview(fields.Bytes),
                _ => true,
            };
            if (!read) return false;
        }

        return !fields.Failed;
    }

    /// <summary>Reads a <c>google.protobuf.Timestamp</c>, to the nearest millisecond.</summary>
    public static bool TryReadTime(ReadOnlySpan<byte> timestamp, out long? timeMs, out IngestCode verdict)
    {
        long seconds = 0, nanos = 0;
        timeMs = null;
        verdict = IngestCode.Ok;
        var fields = new ProtoReader(timestamp);
        while (fields.Next())
        {
            if (fields.IsVarint(Timestamp.SecondsFieldNumber)) seconds = (long)fields.Number;
            else if (fields.IsVarint(Timestamp.NanosFieldNumber)) nanos = (int)fields.Number;
        }

        if (fields.Failed) return false;
        if (seconds is < TimeMsMin / 1000 or > TimeMsMax / 1000 || nanos is < 0 or > 999_999_999)
            verdict = IngestCode.DatetimeValueOutOfRange;
        else
            timeMs = seconds * 1000 + (nanos + 500_000) / 1_000_000; // Clients compute nanoseconds from doubles.
        return true;
    }

    bool ReadStep(ReadOnlySpan<byte> step)
    {
        ulong whole = 0, micro = 0;
        var fields = new ProtoReader(step);
        while (fields.Next())
        {
            if (fields.IsVarint(Wire.Ingest.Step.WholeFieldNumber)) whole = fields.Number;
            else if (fields.IsVarint(Wire.Ingest.Step.MicroFieldNumber)) micro = fields.Number;
        }

        if (fields.Failed) return false;
        StepVerdict = micro >= Model.Step.MicrosPerStep ? IngestCode.SeriesStepInvalid
            : whole >= Model.Step.MicrosMax / Model.Step.MicrosPerStep ? IngestCode.SeriesStepTooLarge
            : IngestCode.Ok;
        Step = StepVerdict == IngestCode.Ok ? new Step((long)whole * Model.Step.MicrosPerStep + (long)micro) : default(Step);
        return true;
    }

    bool ReadPreview(ReadOnlySpan<byte> preview)
    {
        var fields = new ProtoReader(preview);
        while (fields.Next())
        {
            if (fields.IsVarint(Preview.IsPreviewFieldNumber)) IsPreview = fields.Number != 0;
            else if (fields.Field == Preview.CompletionRatioFieldNumber && fields.WireType == 5) Completion = fields.Single;
        }

        Completion = float.IsNaN(Completion) ? 0 : Math.Clamp(Completion, 0, 1);
        return !fields.Failed;
    }
}
