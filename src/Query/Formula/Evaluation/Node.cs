using NeptuneAlt.Query.Series;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>A part of a formula, bound to a run: its references are found, its kinds fit. Equal parts are one node, computed
/// once.</summary>
abstract class Node(FormulaSpan span, string label, FormulaKind kind)
{
    /// <summary>In the text as it was sent.</summary>
    public FormulaSpan Span => span;

    /// <summary>As messages name it.</summary>
    public string Label => label;

    public FormulaKind Kind => kind;

    /// <summary>The family that it has a series for each member of; <c>null</c>: it is none.</summary>
    public Members? Family { get; protected init; }

    public bool IsScalar => kind is FormulaKind.Number or FormulaKind.Scalar;

    /// <summary>It may be a series as well: it is made of what the run lacks, and no other run tells what that would be.</summary>
    public bool IsOpen { get; protected init; }
}

sealed class Constant(FormulaSpan span, string label, FormulaKind kind, double value) : Node(span, label, kind)
{
    public double Value => value;
}

/// <summary>What the run does not have.</summary>
sealed class Lacking : Node
{
    /// <param name="kind"><c>null</c>: it is not known.</param>
    public Lacking(FormulaSpan span, string label, FormulaKind? kind, FormulaDiagnostic why)
        : base(span, label, kind ?? FormulaKind.Scalar) => (Why, IsOpen) = (why, kind is null);

    public FormulaDiagnostic Why { get; }
}

/// <summary>A stored series.</summary>
sealed class Source(FormulaSpan span, string label, FormulaSource source) : Node(span, label, FormulaKind.Series)
{
    public FormulaSource Of => source;
}

/// <summary>All series of a run whose names match.</summary>
sealed class Members : Node
{
    public Members(FormulaSpan span, string label, IReadOnlyList<FormulaSource> sources)
        : base(span, label, FormulaKind.Family) => (Sources, Family) = (sources, this);

    public IReadOnlyList<FormulaSource> Sources { get; }
}

/// <summary>What is known of each point: its step or its time.</summary>
/// <param name="originMillis">From where <c>seconds</c> count.</param>
sealed class OfPoint(FormulaSpan span, string word, long originMillis) : Node(span, word, FormulaKind.Guest)
{
    public string Word => Label;
    public long OriginMillis => originMillis;
}

/// <summary>A value at each step, from the values of others there.</summary>
sealed class Map : Node
{
    public Map(FormulaSpan span, string label, FormulaKind kind, string function, IReadOnlyList<Node> arguments)
        : base(span, label, kind)
    {
        (Function, Compute, Arguments) = (function, ElementwiseMath.Of(function), arguments);
        IsOpen = kind < FormulaKind.Series && arguments.Any(argument => argument.IsOpen);
        Family = arguments.Select(argument => argument.Family).FirstOrDefault(family => family is not null);
    }

    public string Function { get; }

    public Elementwise Compute { get; }

    public IReadOnlyList<Node> Arguments { get; }
}

/// <summary>A series that others take values of where they have steps.</summary>
/// <param name="limit">How far back values are taken from; <c>null</c>: from anywhere.</param>
/// <param name="isStraight">Values between two points lie on the straight line between them.</param>
sealed class Held(FormulaSpan span, string label, Node inner, FormulaWindow? limit, bool isStraight)
    : Node(span, label, FormulaKind.Guest)
{
    public Node Inner => inner;
    public FormulaWindow? Limit => limit;
    public bool IsStraight => isStraight;
}

/// <summary>Any other function.</summary>
sealed class Computed : Node
{
    public Computed(
        FormulaSpan span, string label, FormulaKind kind, FormulaFunction function, IReadOnlyList<Node> arguments,
        FormulaWindow? window)
        : base(span, label, kind)
    {
        (Function, Arguments, Window) = (function, arguments, window);
        if (kind == FormulaKind.Family) Family = arguments.First(argument => argument.Family is not null).Family;
    }

    public FormulaFunction Function { get; }

    /// <summary>Without the window.</summary>
    public IReadOnlyList<Node> Arguments { get; }

    public FormulaWindow? Window { get; }

    /// <summary>The window lies around each point.</summary>
    public bool IsCentered { get; init; }
}

/// <summary>What several runs have in common.</summary>
sealed class OverRuns : Node
{
    /// <param name="own">The argument for the run itself.</param>
    /// <param name="each">The argument for each of the runs.</param>
    public OverRuns(FormulaSpan span, string label, FormulaFunction function, Node own, IReadOnlyList<Node> each)
        : base(span, label, own.IsScalar ? FormulaKind.Scalar : FormulaKind.Series) =>
        (Function, Own, Each, IsOpen) = (function, own, each, own.IsOpen);

    public FormulaFunction Function { get; }

    public Node Own { get; }

    public IReadOnlyList<Node> Each { get; }

    /// <summary>The greatest is wanted, of <c>best</c> and <c>who</c>.</summary>
    public bool IsMost { get; init; }

    /// <summary>Of <c>who</c>: the numbers in the ids of the runs, by place.</summary>
    public IReadOnlyList<double> Numbers { get; init; } = [];
}

/// <summary>A float series as seen from a run. One object for each.</summary>
sealed class FormulaSource(ulong run, string path, ResolvedSeries series)
{
    public ulong Run => run;
    public string Path => path;
    public ResolvedSeries Series => series;
}
