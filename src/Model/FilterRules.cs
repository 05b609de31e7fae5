namespace NeptuneAlt.Model;

/// <summary>Which operators and literals fit which types of attribute.</summary>
public static class FilterRules
{
    /// <summary>Most tests in one filter.</summary>
    public const int TestsMax = 10_000;

    static readonly AttributeType[] Comparable =
    [
        AttributeType.Int, AttributeType.Float, AttributeType.FloatSeries, AttributeType.Bool, AttributeType.Datetime,
        AttributeType.String, AttributeType.StringSeries, AttributeType.StringSet, AttributeType.ExperimentState,
    ];

    /// <summary>Says what is wrong with a test, in a sentence for the user; <c>null</c> if it is sound.</summary>
    public static string? Fault(FilterAttribute attribute, FilterOperator @operator, string literal)
    {
        if (attribute.Type == AttributeType.None)
        {
            return TypesFor(attribute, @operator, literal).Count > 0
                ? null
                : $"No type of attribute can be compared so with \"{literal}\". Name the type, as in `path`:float.";
        }

        if (AggregateFault(attribute) is { } aggregateFault) return aggregateFault;

        var name = attribute.Type.Name();
        if (attribute.Type == AttributeType.StringSet && @operator != FilterOperator.Contains)
            return "A stringSet can only be tested with CONTAINS, NOT CONTAINS and EXISTS.";

        if (!Comparable.Contains(attribute.Type))
            return $"An attribute of type {name} can only be tested with EXISTS.";

        if (!OperatorFits(attribute.Type, @operator))
            return $"This operator does not fit an attribute of type {name}.";

        return LiteralFits(attribute.Type, literal) ? null : LiteralFault(attribute.Type, literal);
    }

    /// <summary>Says what is wrong with the attribute of an EXISTS; <c>null</c> if it is sound.</summary>
    public static string? Fault(FilterAttribute attribute) => AggregateFault(attribute);

    /// <summary>The types with which the test makes sense: the attribute's own, or all that fit if it states none.
    /// </summary>
    public static IReadOnlyList<AttributeType> TypesFor(
        FilterAttribute attribute, FilterOperator @operator, string literal) =>
        attribute.Type != AttributeType.None
            ? [attribute.Type]
            : [.. Comparable.Where(type => AggregateFault(attribute with { Type = type }) is null
                && (type != AttributeType.StringSet || @operator == FilterOperator.Contains)
                && OperatorFits(type, @operator) && LiteralFits(type, literal) && LiteralSuggests(type, @operator, literal))];

    /// <summary>Whether a test without a type may mean that one. What reads as a number or a time has its order among
    /// numbers or times, not among texts, where 10 comes before 3. Equal to a text it may be all the same: quotes do not tell.
    /// </summary>
    static bool LiteralSuggests(AttributeType type, FilterOperator @operator, string literal) => type switch
    {
        AttributeType.String or AttributeType.StringSeries =>
            @operator is FilterOperator.Equal or FilterOperator.Matches or FilterOperator.Contains
            || !LiteralFits(AttributeType.Float, literal) && !LiteralFits(AttributeType.Datetime, literal),
        AttributeType.Bool => !LiteralFits(AttributeType.Float, literal),
        _ => true,
    };

    static string? AggregateFault(FilterAttribute attribute) => attribute switch
    {
        { Aggregate: SeriesAggregate.Unstated } or { Type: AttributeType.None or AttributeType.FloatSeries } => null,
        { Aggregate: SeriesAggregate.Last } when attribute.Type.IsSeries() => null,
        _ => $"{attribute.Aggregate.ToString().ToLowerInvariant()}() does not fit an attribute of type "
            + $"{attribute.Type.Name()}; it is for floatSeries.",
    };

    static bool OperatorFits(AttributeType type, FilterOperator @operator) => @operator switch
    {
        FilterOperator.Equal => true,
        FilterOperator.Matches => type is AttributeType.String or AttributeType.StringSeries,
        FilterOperator.Contains =>
            type is AttributeType.String or AttributeType.StringSeries or AttributeType.StringSet,
        _ => type is not (AttributeType.Bool or AttributeType.ExperimentState),
    };

    static bool LiteralFits(AttributeType type, string literal) => type switch
    {
        AttributeType.Int or AttributeType.Float or AttributeType.FloatSeries =>
            FilterLiteral.TryNumber(literal, out _),
        AttributeType.Bool => FilterLiteral.TryBool(literal, out _),
        AttributeType.Datetime => FilterLiteral.TryDatetime(literal, DateTimeOffset.UnixEpoch, out _),
        AttributeType.ExperimentState => FilterLiteral.TryState(literal, out _),
        _ => true,
    };

    static string LiteralFault(AttributeType type, string literal) => type switch
    {
        AttributeType.Bool => $"\"{literal}\" is not a bool; write true or false.",
        AttributeType.Datetime => $"\"{literal}\" is not a datetime; write it like \"2025-01-31T12:00:00Z\", "
            + "or relative to now like \"-2h\", \"-5d\" or \"-1M\".",
        AttributeType.ExperimentState => $"\"{literal}\" is not a state; write \"running\" or \"idle\".",
        _ => $"\"{literal}\" is not a number.",
    };
}
