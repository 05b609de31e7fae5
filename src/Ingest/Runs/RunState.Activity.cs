using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Runs;

// What the server itself keeps count of: how much was logged, and from when to when.
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

    /// <summary>When the run or somebody who edits it last changed it, in ms since 1970.</summary>
    public long LastChangedMs { get; private set; }

    /// <summary>The furthest time that the client gave to what it logged, in ms since 1970: the run ran until then.</summary>
    public long LastLoggedMs { get; set; } = run.CreationTime.ToUnixTimeMilliseconds();

    /// <summary>For how long runs of the same experiment ran before this one took over, in seconds.</summary>
    public double EarlierSeconds { get; set; }

    /// <summary>Takes back what the row of the last ping says; see <see cref="WritePing"/>.</summary>
    /// <param name="asOf">The offset that the state is as of, once all of it is taken back.</param>
    /// <returns>The offset of the last checkpoint.</returns>
    public long RestoreActivity(in AttributeRow ping, long asOf)
    {
        LastReceivedMs = ping.Int;
        LastChangedMs = Math.Max(ping.Int, (long)ping.Float);
        Bytes = ping.Summary.Points;
        Points = ping.Summary.Finite;
        LastLoggedMs = Math.Max(LastLoggedMs, ping.Summary.LastTime);
        _offset = asOf;
        _touched = ping.Offset > ping.Summary.LastStep;
        return _checkpoint = ping.Summary.LastStep;
    }

    /// <summary>
    /// The one attribute whose row is written with each turn, so that recovery is exact: beside the time it carries that
    /// of the last change (as float_value), the bytes (as points), the points (as finite), the offset of the last
    /// checkpoint (as last_step) and the client's own time (as last_ts).
    /// </summary>
    void WritePing() => Set(SysPaths.PingTime, AttributeType.Datetime, Row(AttributeType.Datetime, LastReceivedMs) with
    {
        Float = LastChangedMs,
        Summary = new SeriesSummary { Points = Bytes, Finite = Points, LastStep = _checkpoint, LastTime = LastLoggedMs },
    });

    void WriteActivity()
    {
        // What is written the first time counts as an attribute itself.
        foreach (var row in Activity().ToList()) Set(row.Path, row.Type, row);
        foreach (var row in Activity().ToList()) Set(row.Path, row.Type, row);
    }

    IEnumerable<AttributeRow> Activity()
    {
        yield return Row(AttributeType.Datetime, LastChangedMs) with { Path = SysPaths.ModificationTime };
        var seconds = (LastLoggedMs - run.CreationTime.ToUnixTimeMilliseconds()) / 1000.0;
        yield return Row(AttributeType.Float, floating: seconds) with { Path = SysPaths.RunningTime };
        if (run.Experiment is not null)
            yield return Row(AttributeType.Float, floating: EarlierSeconds + seconds) with { Path = SysPaths.ExperimentRunningTime };
        yield return Row(AttributeType.Int, Bytes) with { Path = SysPaths.Size };
        yield return Row(AttributeType.Int, Points) with { Path = SysPaths.TotalPoints };
        foreach (var type in SysPaths.CountedTypes)
            if (_attributes.CountOf(type) is > 0 and var count)
                yield return Row(AttributeType.Int, count) with { Path = SysPaths.CountOf(type)! };
        yield return Row(AttributeType.Int, _attributes.Count) with { Path = SysPaths.TotalCount };
    }
}
