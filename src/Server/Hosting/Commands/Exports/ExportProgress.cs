using System.Globalization;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>One line that tells how far an export is, on a terminal only.</summary>
sealed class ExportProgress(TextWriter output, bool isShown, TimeProvider time)
{
    static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    readonly long _begun = time.GetTimestamp();
    readonly Lock _gate = new();
    int _runs;
    int _finished;
    long _points;
    long _shown;

    public TimeSpan Elapsed => time.GetElapsedTime(_begun);

    public void Expect(int runs) => Interlocked.Add(ref _runs, runs);

    public void Wrote(long points)
    {
        Interlocked.Add(ref _points, points);
        Show();
    }

    public void Finished()
    {
        Interlocked.Increment(ref _finished);
        Show();
    }

    /// <summary>Leaves the line.</summary>
    public void End()
    {
        if (isShown && _shown != 0) output.WriteLine();
    }

    void Show()
    {
        if (!isShown) return;
        lock (_gate)
        {
            if (_shown != 0 && time.GetElapsedTime(_shown) < Every) return;
            _shown = time.GetTimestamp();
            var seconds = Math.Max(0.001, Elapsed.TotalSeconds);
            var left = _finished > 0 ? TimeSpan.FromSeconds(seconds / _finished * (_runs - _finished)) : TimeSpan.Zero;
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{_finished:N0} of {_runs:N0} runs, {_points / 1e6:N1} M points, {_points / seconds / 1e6:N2} M points/s, "
                + $"about {left:h\\:mm\\:ss} left");
            output.Write("\r" + line.PadRight(100)[..100]);
        }
    }
}
