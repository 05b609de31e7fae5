using System.Globalization;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Query.Runs;

namespace NeptuneAlt.Unit.Query.Nql;

/// <summary>
/// A text that says what queries find. Empty lines and what follows a # at a line's start are left out. The others are
/// <c>run NAME</c>, the attributes of that run indented as <c>path:type value</c>, then <c>query NQL</c> lines, each
/// followed by <c>expect NAME NAME …</c> or <c>error words in the message</c>.
/// </summary>
sealed class NqlScript
{
    readonly List<string> _runs = [];

    public AttributeTable Table { get; } = new();

    public List<(int Line, string Query, string[]? Expected, string? Error)> Queries { get; } = [];

    public IReadOnlyList<string> Runs => _runs;

    public static NqlScript Read(string path)
    {
        var script = new NqlScript();
        var query = "";
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || lines[i][0] == '#') continue;

            var words = lines[i].Split(' ', 2);
            var rest = words.Length > 1 ? words[1].Trim() : "";
            switch (words[0])
            {
                case "run": script.AddRun(rest); break;
                case "": script.AddAttribute(rest); break;
                case "query": query = rest; break;
                case "expect":
                    script.Queries.Add((i + 1, query, rest.Split(' ', StringSplitOptions.RemoveEmptyEntries), null));
                    break;
                case "error": script.Queries.Add((i + 1, query, null, rest)); break;
                default: throw new InvalidDataException($"{path}, line {i + 1}: {lines[i]}");
            }
        }

        return script;
    }

    void AddRun(string name)
    {
        _runs.Add(name);
        Table.AddText((ulong)_runs.Count, "sys/id", name);
    }

    void AddAttribute(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var (name, value) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..]);
        var colon = name.LastIndexOf(':');
        var type = AttributeTypes.Parse(name[(colon + 1)..]);
        var row = new StoredAttribute((ulong)_runs.Count, name[..colon], type);
        Table.Add(type switch
        {
            AttributeType.Int => row with { IntValue = long.Parse(value, CultureInfo.InvariantCulture) },
            AttributeType.Bool => row with { IntValue = value == "true" ? 1 : 0 },
            AttributeType.Datetime => row with
            {
                IntValue = DateTimeOffset.Parse(value, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(),
            },
            AttributeType.Float => row with { FloatValue = double.Parse(value, CultureInfo.InvariantCulture) },
            AttributeType.StringSet => row with { SetValue = value.Split(',') },
            AttributeType.FloatSeries => Series(row, value),
            _ => row with { StringValue = value.Replace("\\n", "\n", StringComparison.Ordinal) },
        });
    }

    // last min max average variance
    static StoredAttribute Series(StoredAttribute row, string value)
    {
        var figures = value.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return row with
        {
            Points = 4,
            FloatValue = figures[0],
            Figures = figures.Length == 5 ? new SeriesFigures(figures[1], figures[2], figures[3], figures[4]) : null,
        };
    }
}
