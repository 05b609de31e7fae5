using System.Globalization;
using System.Text.RegularExpressions;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Unit.Query.Runs;

/// <summary>What a filter means, spelled out over one run's attributes: the oracle for the SQL.</summary>
sealed class NaiveFilter(IReadOnlyDictionary<string, StoredAttribute> run, DateTimeOffset now)
{
    public bool Holds(Filter filter) => filter switch
    {
        Filter.All all => all.Terms.All(Holds),
        Filter.Any any => any.Terms.Any(Holds),
        Filter.Not not => !Holds(not.Term),
        Filter.Exists exists => Find(exists.Attribute) is not null,
        Filter.Test test => Find(test.Attribute) is { } value && Holds(test, value),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    StoredAttribute? Find(FilterAttribute attribute) =>
        run.TryGetValue(attribute.Path, out var value)
            && (attribute.Type == AttributeType.None || attribute.Type == value.Type) ? value : null;

    bool Holds(Filter.Test test, StoredAttribute value) => value.Type switch
    {
        AttributeType.Int => Number(test, value.IntValue),
        AttributeType.Float => Number(test, value.FloatValue),
        AttributeType.FloatSeries => Figure(test.Attribute.Aggregate, value) is { } figure && Number(test, figure),
        AttributeType.Bool => test.Operator == FilterOperator.Equal && !(test.Attribute.Type == AttributeType.None && IsNumber(test))
            && FilterLiteral.TryBool(test.Literal, out var flag) && flag == (value.IntValue != 0),
        AttributeType.Datetime => FilterLiteral.TryDatetime(test.Literal, now, out var millis)
            && Compares(test.Operator, value.IntValue.CompareTo(millis)),
        // Without a type, what reads as a number or a time has no order among texts.
        AttributeType.String or AttributeType.StringSeries => !(test.Attribute.Type == AttributeType.None
                && test.Operator is FilterOperator.Greater or FilterOperator.GreaterOrEqual or FilterOperator.Less
                    or FilterOperator.LessOrEqual
                && (IsNumber(test) || FilterLiteral.TryDatetime(test.Literal, now, out _)))
            && Text(test, value.StringValue),
        AttributeType.StringSet => test.Operator == FilterOperator.Contains && value.SetValue.Contains(test.Literal),
        _ => false,
    };

    static bool IsNumber(Filter.Test test) => FilterLiteral.TryNumber(test.Literal, out _);

    static double? Figure(SeriesAggregate aggregate, StoredAttribute value) => aggregate switch
    {
        SeriesAggregate.Min => value.Figures?.Min,
        SeriesAggregate.Max => value.Figures?.Max,
        SeriesAggregate.Average => value.Figures?.Average,
        SeriesAggregate.Variance => value.Figures?.Variance,
        _ => value.Points > 0 ? value.FloatValue : null,
    };

    static bool Number(Filter.Test test, double value)
    {
        if (!double.TryParse(
            test.Literal.Replace("inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var literal))
        {
            return false;
        }

        if (double.IsNaN(value) || double.IsNaN(literal))
            return test.Operator == FilterOperator.Equal && double.IsNaN(value) && double.IsNaN(literal);

        return Compares(test.Operator, value.CompareTo(literal));
    }

    static bool Text(Filter.Test test, string value) => test.Operator switch
    {
        FilterOperator.Contains => value.Contains(test.Literal, StringComparison.Ordinal),
        FilterOperator.Matches => Regex.IsMatch(value, test.Literal),
        _ => Compares(test.Operator, string.CompareOrdinal(value, test.Literal)),
    };

    static bool Compares(FilterOperator @operator, int order) => @operator switch
    {
        FilterOperator.Equal => order == 0,
        FilterOperator.Greater => order > 0,
        FilterOperator.GreaterOrEqual => order >= 0,
        FilterOperator.Less => order < 0,
        FilterOperator.LessOrEqual => order <= 0,
        _ => false,
    };
}
