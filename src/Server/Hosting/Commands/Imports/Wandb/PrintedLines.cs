using System.Text;
using NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Wandb;

/// <summary>What a run printed, in pieces, as lines: a text series whose steps count them.</summary>
sealed class PrintedLines(FoundRun run, string path)
{
    readonly List<string> _lines = [];
    readonly StringBuilder _open = new();
    long _time;

    /// <summary>The line of a place, which is less than 0.</summary>
    public string this[long place] => _lines[(int)(-place - 1)];

    public void Print(string piece, long time)
    {
        run.Heard(time);
        _time = time;
        foreach (var sign in piece)
        {
            if (sign == '\n') End();
            else _open.Append(sign);
        }
    }

    /// <summary>Ends a line that is not empty.</summary>
    public void End()
    {
        // A progress bar goes back to the line's beginning and writes over it.
        var line = _open.ToString().TrimEnd('\r');
        _open.Clear();
        line = line[(line.LastIndexOf('\r') + 1)..];
        if (line.Length == 0) return;

        _lines.Add(line);
        run.SeriesOf(path, SeriesKind.Text).AddPlace(_lines.Count - 1, _time, -_lines.Count);
    }
}
