namespace NeptuneAlt.Model;

/// <summary>
/// Which runs: what NQL text means. Two-valued: a test is false for a run that lacks the attribute or has it with
/// another type, and its negation is therefore true. That is also what <c>!=</c>, <c>NOT MATCHES</c> and
/// <c>NOT CONTAINS</c> mean, so the tree has positive tests only.
/// </summary>
public abstract record Filter
{
    Filter() { }

    /// <summary>Every run.</summary>
    public static Filter Everything { get; } = new All([]);

    /// <summary>True if each term is; true if there is none.</summary>
    public static Filter And(IEnumerable<Filter> terms)
    {
        var flat = terms.SelectMany(term => term is All all ? all.Terms : [term]).ToArray();
        return flat is [var only] ? only : new All(flat);
    }

    /// <summary>True if a term is.</summary>
    public static Filter Or(IEnumerable<Filter> terms)
    {
        var flat = terms.SelectMany(term => term is Any any ? any.Terms : [term]).ToArray();
        return flat is [var only] ? only : new Any(flat);
    }

    public static Filter Negate(Filter filter) => filter is Not not ? not.Term : new Not(filter);

    /// <summary>Made by <see cref="And"/>: no term is another conjunction.</summary>
    public sealed record All : Filter
    {
        internal All(IReadOnlyList<Filter> terms) => Terms = terms;

        public IReadOnlyList<Filter> Terms { get; }

        public bool Equals(All? other) => other is not null && Terms.SequenceEqual(other.Terms);
        public override int GetHashCode() => Terms.Aggregate(1, HashCode.Combine);
    }

    /// <summary>Made by <see cref="Or"/>: no term is another disjunction.</summary>
    public sealed record Any : Filter
    {
        internal Any(IReadOnlyList<Filter> terms) => Terms = terms;

        public IReadOnlyList<Filter> Terms { get; }

        public bool Equals(Any? other) => other is not null && Terms.SequenceEqual(other.Terms);
        public override int GetHashCode() => Terms.Aggregate(2, HashCode.Combine);
    }

    /// <summary>Made by <see cref="Negate"/>: the term is no negation.</summary>
    public sealed record Not : Filter
    {
        internal Not(Filter term) => Term = term;

        public Filter Term { get; }
    }

    /// <summary>The run has the attribute.</summary>
    public sealed record Exists(FilterAttribute Attribute) : Filter;

    /// <summary>The run has the attribute, and its value compares so with the literal.</summary>
    /// <param name="Literal">As written, without quotes; <see cref="FilterRules"/> says which are legal.</param>
    public sealed record Test(FilterAttribute Attribute, FilterOperator Operator, string Literal) : Filter;
}

/// <summary>What a test looks at.</summary>
/// <param name="Type"><see cref="AttributeType.None"/>: whatever type the run has it with.</param>
/// <param name="Aggregate">Of a series; <see cref="SeriesAggregate.Unstated"/> is the last value.</param>
public readonly record struct FilterAttribute(string Path, AttributeType Type, SeriesAggregate Aggregate);

/// <summary>Figures that are kept of a float series. All but the last value are over finite points.</summary>
public enum SeriesAggregate : byte
{
    Unstated,
    Last,
    Min,
    Max,
    Average,
    Variance,
}

public enum FilterOperator : byte
{
    Equal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,

    /// <summary>A regular expression in RE2's syntax matches a part of the text.</summary>
    Matches,

    /// <summary>A part of a text, or an element of a set.</summary>
    Contains,
}
