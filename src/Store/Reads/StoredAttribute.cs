using NeptuneAlt.Model;

namespace NeptuneAlt.Store.Reads;

/// <summary>The newest value of one attribute of one run. Which fields say something follows from the type.</summary>
public sealed record StoredAttribute(ulong Run, string Path, AttributeType Type)
{
    /// <summary>Number of the series that the run itself has under this path; 0 if all points are inherited.</summary>
    public uint Series { get; init; }

    /// <summary>Int; bool as 0 or 1; datetime in ms since 1970; bytes of a file.</summary>
    public long IntValue { get; init; }

    /// <summary>Float; last committed value of a float series.</summary>
    public double FloatValue { get; init; }

    /// <summary>String; last of a string series; path of a file, or of the last one of a file series.</summary>
    public string StringValue { get; init; } = "";

    public IReadOnlyList<string> SetValue { get; init; } = [];

    /// <summary>Media type of a file.</summary>
    public string Mime { get; init; } = "";

    public Step LastStep { get; init; }

    /// <summary>Committed points of the series, inherited ones included.</summary>
    public ulong Points { get; init; }

    /// <summary>Figures over the finite points; <c>null</c> without one.</summary>
    public SeriesFigures? Figures { get; init; }

    public bool HasPreview { get; init; }

    /// <summary>Last point of a histogram series, once it has been looked up: it is not kept with the
    /// attribute.</summary>
    public SeriesObject.Histogram? LastHistogram { get; init; }

    internal StoredAttribute With(in LiveAttribute newer) => this with
    {
        Series = newer.Series,
        IntValue = newer.Int,
        FloatValue = newer.Float,
        LastStep = new Step(newer.LastStep),
        Points = newer.Points,
        Figures = newer.Finite == 0 ? null : new SeriesFigures(
            newer.Min, newer.Max, new FiniteSum(newer.Total, newer.Int == 1).Mean((long)newer.Finite, newer.Min, newer.Max),
            newer.SquaredDeviations / newer.Finite),
        HasPreview = newer.HasPreview,
    };
}

/// <param name="Variance">Of the population; infinite where the sum of squared deviations is beyond the range of
/// doubles.</param>
public readonly record struct SeriesFigures(double Min, double Max, double Average, double Variance);

/// <summary>That some run has an attribute of this path and type.</summary>
public readonly record struct AttributeDefinition(string Path, AttributeType Type);
