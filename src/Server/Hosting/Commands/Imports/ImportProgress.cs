using System.Globalization;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>Tells how far an import is.</summary>
/// <param name="rows">Of all runs together; 0: not known before.</param>
sealed class ImportProgress(ProgressLine line, long rows, int runs)
{
    long _sent;
    long _skipped;
    int _finished;
    string _trouble = "";

    public TimeSpan Elapsed => line.Elapsed;

    public void Sent(long points)
    {
        Interlocked.Add(ref _sent, points);
        line.Show(Text);
    }

    /// <summary>Rows of a run that is there already.</summary>
    public void Skipped(long points) => Interlocked.Add(ref _skipped, points);

    public void Finished()
    {
        Interlocked.Increment(ref _finished);
        line.Show(Text);
    }

    /// <summary>The server is not there for a moment: the import waits.</summary>
    public void Trouble(string message)
    {
        Volatile.Write(ref _trouble, $"waiting: {message}");
        line.Show(Text);
    }

    /// <inheritdoc cref="ProgressLine.End"/>
    public void End() => line.End();

    string Text(double seconds)
    {
        var rate = _sent / seconds;
        var left = rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, rows - _sent - _skipped) / rate) : TimeSpan.Zero;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_finished:N0} of {runs:N0} runs, {_sent / 1e6:N1} M points, {rate / 1e6:N2} M points/s"
            + $"{(rows == 0 ? "" : $", about {left:h\\:mm\\:ss} left")} {Interlocked.Exchange(ref _trouble, "")}");
    }
}
