using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Writes;

namespace NeptuneAlt.Ingest.Runs;

// The counts that the server keeps itself: how much was logged, and from when to when.
sealed partial class RunState
{
    /// <summary>About how many rows that is.</summary>
    const int ActivityRows = 10;

    /// <summary>Bytes of accepted requests.</summary>
    public long Bytes { get; private set; }

    /// <summary>Committed points of all series, inherited ones apart.</summary>
    public long Points { get; private set; }

    /// <summary>When the run itself was last heard of, in ms since 1970.</summary>
    public long LastReceivedMs { get; private set; }

    /// <summary>When the run or a user who edited it changed it last, in ms since 1970.</summary>
    public long LastChangedMs { get; private set; }

    /// <summary>The furthest time that the client gave to what it logged, in ms since 1970: the run ran until
    /// then.</summary>
    public long LastLoggedMs { get; set; } = run.CreationTime.ToUnixTimeMilliseconds();

    /// <summary>The row that was read back had <see cref="LastLoggedMs"/>.</summary>
    bool _knowsLoggedTime;

    /// <summary>For how long runs of the same experiment ran before this one took over, in seconds.</summary>
    public double EarlierSeconds { get; set; }

    /// <summary>Takes back what the row of the last ping says; see <see cref="WritePing"/>.</summary>
    /// <param name="asOf">The offset that the state is as of, once all of it is taken back.</param>
    /// <returns>The offset of the last checkpoint.</returns>
    public long RestoreActivity(in AttributeCells ping, long asOf)
    {
        var activity = RunActivity.Of(ping);
        LastReceivedMs = activity.ReceivedMs;
        LastChangedMs = activity.ChangedMs;
        Bytes = activity.Bytes;
        Points = activity.Points;
        LastLoggedMs = Math.Max(LastLoggedMs, activity.LoggedMs);
        _knowsLoggedTime = activity.LoggedMs != 0;
        _offset = asOf;
        _touched = ping.Offset > activity.Checkpoint;
        return _checkpoint = activity.Checkpoint;
    }

    /// <summary>A run that is imported was last heard of, and changed, where it ran: at its creation at least.</summary>
    public void BeginElsewhere() => LastReceivedMs = LastChangedMs = run.CreationTime.ToUnixTimeMilliseconds();

    /// <summary>Takes over what an importer says of a run's times. They only ever grow, so that what has been logged since
    /// counts.</summary>
    /// <returns><c>false</c> if the value is of another attribute.</returns>
    bool TakeActivity(ReadOnlySpan<byte> path, in WireValue value)
    {
        if (value.Kind == WireValue.Float64 && path.SequenceEqual(SystemAttributes.RunningTime))
        {
            // Longer than any run: a number that cannot be one.
            const double secondsMax = 1e10;
            if (value.Double is >= 0 and < secondsMax)
                LastLoggedMs = Math.Max(
                    LastLoggedMs, run.CreationTime.ToUnixTimeMilliseconds() + (long)Math.Round(value.Double * 1000));
            return true;
        }

        if (value.Kind != WireValue.Timestamp) return false;
        var isChange = path.SequenceEqual(SystemAttributes.ModificationTime);
        if (!isChange && !path.SequenceEqual(SystemAttributes.PingTime)) return false;
        if (!SnapshotHead.TryReadTime(value.Bytes, out var time, out var verdict) || verdict != IngestCode.Ok || time is not { } ms)
            return true;

        if (isChange) LastChangedMs = Math.Max(LastChangedMs, ms);
        else LastReceivedMs = Math.Max(LastReceivedMs, ms);
        return true;
    }

    /// <summary>Writes the one row that goes along with each turn, so that recovery is exact.</summary>
    void WritePing() => Set(
        SystemAttributes.PingTime, AttributeType.Datetime,
        AttributeRow.Of(new RunActivity(LastReceivedMs, LastChangedMs, Bytes, Points, _checkpoint, LastLoggedMs).ToRow()));

    void WriteActivity()
    {
        // Written twice, as attributes that are new in the first round are counted in the second.
        foreach (var row in Activity().ToList()) Set(row.Path, row.Type, row);
        foreach (var row in Activity().ToList()) Set(row.Path, row.Type, row);
    }

    IEnumerable<AttributeRow> Activity()
    {
        yield return Row(AttributeType.Datetime, LastChangedMs) with { Path = SystemAttributes.ModificationTime };
        var seconds = (LastLoggedMs - run.CreationTime.ToUnixTimeMilliseconds()) / 1000.0;
        yield return Row(AttributeType.Float, floating: seconds) with { Path = SystemAttributes.RunningTime };
        if (run.Experiment is not null)
            yield return Row(AttributeType.Float, floating: EarlierSeconds + seconds) with
            {
                Path = SystemAttributes.ExperimentRunningTime,
            };
        yield return Row(AttributeType.Int, Bytes) with { Path = SystemAttributes.Size };
        yield return Row(AttributeType.Int, Points) with { Path = SystemAttributes.TotalPoints };
        foreach (var type in SystemAttributes.CountedTypes)
            if (_attributes.CountOf(type) is > 0 and var count)
                yield return Row(AttributeType.Int, count) with { Path = SystemAttributes.CountOf(type)! };
        yield return Row(AttributeType.Int, _attributes.Count) with { Path = SystemAttributes.TotalCount };
    }
}
