using System.Globalization;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>Tells how far an export is.</summary>
sealed class ExportProgress(ProgressLine line)
{
    int _runs;
    int _finished;
    long _points;

    public TimeSpan Elapsed => line.Elapsed;

    public void Expect(int runs) => Interlocked.Add(ref _runs, runs);

    public void Wrote(long points)
    {
        Interlocked.Add(ref _points, points);
        line.Show(Text);
    }

    public void Finished()
    {
        Interlocked.Increment(ref _finished);
        line.Show(Text);
    }

    /// <inheritdoc cref="ProgressLine.End"/>
    public void End() => line.End();

    string Text(double seconds)
    {
        var left = _finished > 0 ? TimeSpan.FromSeconds(seconds / _finished * (_runs - _finished)) : TimeSpan.Zero;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_finished:N0} of {_runs:N0} runs, {_points / 1e6:N1} M points, {_points / seconds / 1e6:N2} M points/s, "
            + $"about {left:h\\:mm\\:ss} left");
    }
}
