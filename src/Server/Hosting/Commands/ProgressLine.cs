namespace NeptuneAlt.Server.Hosting.Commands;

/// <summary>One line that tells how far a command is, on a terminal only: written anew at most four times a second.</summary>
sealed class ProgressLine(TextWriter output, bool isShown, TimeProvider time)
{
    const int Width = 100;
    static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    readonly long _begun = time.GetTimestamp();
    readonly Lock _gate = new();
    long _shown;

    public TimeSpan Elapsed => time.GetElapsedTime(_begun);

    /// <param name="text">From the seconds since the beginning; asked for only when it is shown, one at a time.</param>
    public void Show(Func<double, string> text)
    {
        if (!isShown) return;
        lock (_gate)
        {
            if (_shown != 0 && time.GetElapsedTime(_shown) < Every) return;
            _shown = time.GetTimestamp();
            output.Write("\r" + text(Math.Max(0.001, Elapsed.TotalSeconds)).PadRight(Width)[..Width]);
        }
    }

    /// <summary>Leaves the line.</summary>
    public void End()
    {
        if (isShown && _shown != 0) output.WriteLine();
    }
}
