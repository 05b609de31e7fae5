using System.Globalization;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>One line that tells how far an import is, on a terminal only.</summary>
/// <param name="rows">Of all runs together; 0: not known before.</param>
sealed class ImportProgress(TextWriter output, bool isShown, long rows, int runs, TimeProvider time)
{
    static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    readonly long _begun = time.GetTimestamp();
    readonly Lock _gate = new();
    long _sent;
    long _skipped;
    int _finished;
    long _shown;
    string _line = "";

    public TimeSpan Elapsed => time.GetElapsedTime(_begun);

    public void Sent(long points)
    {
        Interlocked.Add(ref _sent, points);
        Show();
    }

    /// <summary>Rows of a run that is there already.</summary>
    public void Skipped(long points) => Interlocked.Add(ref _skipped, points);

    public void Finished()
    {
        Interlocked.Increment(ref _finished);
        Show();
    }

    /// <summary>The server is not there for a moment: the import waits.</summary>
    public void Trouble(string message)
    {
        lock (_gate) _line = $"waiting: {message}";
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
            var c = CultureInfo.InvariantCulture;
            var seconds = Math.Max(0.001, Elapsed.TotalSeconds);
            var rate = _sent / seconds;
            var left = rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, rows - _sent - _skipped) / rate) : TimeSpan.Zero;
            var line = string.Create(
                c,
                $"{_finished:N0} of {runs:N0} runs, {_sent / 1e6:N1} M points, {rate / 1e6:N2} M points/s"
                + $"{(rows == 0 ? "" : $", about {left:h\\:mm\\:ss} left")} {_line}");
            output.Write("\r" + line.PadRight(100)[..100]);
            _line = "";
        }
    }
}
