using System.Diagnostics;
using System.Globalization;

namespace NeptuneAlt.Server.Hosting;

/// <summary>The stages of a start and their times, for one line in the log.</summary>
sealed class StartTimes(TimeProvider time)
{
    readonly List<(string Stage, TimeSpan Took)> _stages = [];
    readonly DateTimeOffset _begun = Process.GetCurrentProcess().StartTime;
    DateTimeOffset _last = Process.GetCurrentProcess().StartTime;

    /// <summary>A stage is over; it began when the one before it ended, the first one with the process.</summary>
    public void End(string stage)
    {
        var now = time.GetUtcNow();
        _stages.Add((stage, now - _last));
        _last = now;
    }

    /// <summary>Such as <c>4.1 s: runtime 0.3, engine 1.9</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(_last - _begun).TotalSeconds:0.0} s: {string.Join(", ", _stages.Select(Describe))}");

    static string Describe((string Stage, TimeSpan Took) one) =>
        string.Create(CultureInfo.InvariantCulture, $"{one.Stage} {one.Took.TotalSeconds:0.0}");
}
