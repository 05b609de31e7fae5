using System.Globalization;
using System.Text;
using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>A run as CSV (RFC 4180), UTF-8.</summary>
sealed class CsvTable : TableWriter
{
    static readonly char[] s_quoted = ['"', ',', '\r', '\n'];

    readonly StreamWriter _text;
    readonly string _head;

    public CsvTable(string path, string project, string runId)
        : base(path)
    {
        _text = new StreamWriter(File, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
        _text.WriteLine("project,run,attribute,type,step,time,value,text");
        _head = $"{Quoted(project)},{Quoted(runId)},";
    }

    public override async Task WriteAsync(RunRows rows, CancellationToken cancellationToken)
    {
        var table = TableRows.Of(rows);
        var line = new StringBuilder();
        for (var row = 0; row < rows.Count; row++)
        {
            line.Clear().Append(_head).Append(Quoted(rows.Paths[row])).Append(',').Append(rows.Types[row]).Append(',');
            if (table.Steps[row] is { } step) line.Append(CultureInfo.InvariantCulture, $"{new Step(step)}");
            line.Append(',');
            if (table.Times[row] is { } time) line.Append(TableRows.TextOf(time));
            line.Append(',');
            if (table.Values[row] is { } value) line.Append(CultureInfo.InvariantCulture, $"{value:R}");
            line.Append(',').Append(Quoted(table.Texts[row] ?? "")).Append("\r\n");
            await _text.WriteAsync(line, cancellationToken);
        }
    }

    protected override Task EndAsync(CancellationToken cancellationToken) => _text.FlushAsync(cancellationToken);

    static string Quoted(string text) => text.IndexOfAny(s_quoted) < 0
        ? text
        : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
