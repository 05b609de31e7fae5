using Step = NeptuneAlt.Model.Step;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;

enum SeriesKind
{
    Float,
    Text,
    Histogram,
    File,
}

/// <summary>A point of another tracker's series.</summary>
/// <param name="Step">In micro-steps.</param>
/// <param name="Time">In ms since 1970.</param>
/// <param name="Bits">Of a number; else the place of the content, as its reader counts them.</param>
readonly record struct FoundPoint(long Step, long Time, long Bits)
{
    public double Number => BitConverter.Int64BitsToDouble(Bits);
}

/// <summary>The points of a series, while their order and what takes the place of what is not settled.</summary>
sealed class FoundSeries(string path, SeriesKind kind)
{
    readonly List<FoundPoint> _points = [];
    bool _isOrdered = true;

    public string Path => path;

    public SeriesKind Kind => kind;

    public IReadOnlyList<FoundPoint> Points => _points;

    /// <summary>Points whose place a later one took.</summary>
    public long Replaced { get; private set; }

    /// <summary>Points before step 0, which have no place.</summary>
    public long Negative { get; private set; }

    /// <summary>As the server names its type.</summary>
    public string Type => kind switch
    {
        SeriesKind.Float => "float_series",
        SeriesKind.Text => "string_series",
        SeriesKind.Histogram => "histogram_series",
        _ => "file_series",
    };

    /// <param name="step">A whole one.</param>
    public void Add(long step, long time, double number) => Add(step, time, BitConverter.DoubleToInt64Bits(number));

    /// <inheritdoc cref="Add(long, long, double)"/>
    public void AddPlace(long step, long time, long place) => Add(step, time, place);

    void Add(long step, long time, long bits)
    {
        if (step is < 0 or > long.MaxValue / Step.MicrosPerStep)
        {
            Negative++;
            return;
        }

        var micros = step * Step.MicrosPerStep;
        _isOrdered &= _points.Count == 0 || _points[^1].Step < micros;
        _points.Add(new FoundPoint(micros, time, bits));
    }

    /// <summary>What was logged from a step on is void: the run went on from there anew.</summary>
    /// <param name="step">A whole one.</param>
    public void DropFrom(long step)
    {
        var micros = Math.Max(0, step) * Step.MicrosPerStep;
        if (_points.Count == 0 || _isOrdered && _points[^1].Step < micros) return;
        Replaced += _points.RemoveAll(point => point.Step >= micros);
    }

    /// <summary>Puts the points in the order of their steps; of several of one step the last one stays.</summary>
    public void Settle()
    {
        if (_isOrdered) return;

        var all = _points.Index().OrderBy(one => one.Item.Step).ThenBy(one => one.Index).Select(one => one.Item).ToArray();
        _points.Clear();
        for (var i = 0; i < all.Length; i++)
        {
            if (i + 1 < all.Length && all[i + 1].Step == all[i].Step) Replaced++;
            else _points.Add(all[i]);
        }

        _isOrdered = true;
    }

    /// <summary>Forgets points that were sent.</summary>
    public void Clear()
    {
        _points.Clear();
        _isOrdered = true;
    }
}
