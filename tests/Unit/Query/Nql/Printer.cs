using System.Text;
using NeptuneAlt.Model;

namespace NeptuneAlt.Unit.Query.Nql;

/// <summary><see cref="Filter"/> to NQL text that reads back as the same filter.</summary>
static class Printer
{
    public static string Print(Filter filter)
    {
        var text = new StringBuilder();
        Append(text, filter);
        return text.ToString();
    }

    static void Append(StringBuilder text, Filter filter)
    {
        switch (filter)
        {
            case Filter.All all:
                AppendTerms(text, all.Terms, " AND ");
                break;
            case Filter.Any any:
                AppendTerms(text, any.Terms, " OR ");
                break;
            case Filter.Exists exists:
                Append(text, exists.Attribute).Append(" EXISTS");
                break;
            case Filter.Test test:
                Append(text, test, Symbol(test.Operator));
                break;
            case Filter.Not { Term: Filter.Test { Operator: FilterOperator.Equal } test }:
                Append(text, test, "!=");
                break;
            case Filter.Not { Term: Filter.Test test }:
                Append(text, test, "NOT " + Symbol(test.Operator));
                break;
            case Filter.Not not:
                AppendNested(text.Append("NOT "), not.Term);
                break;
        }
    }

    static void AppendTerms(StringBuilder text, IReadOnlyList<Filter> terms, string separator)
    {
        for (var i = 0; i < terms.Count; i++)
        {
            if (i > 0) text.Append(separator);
            AppendNested(text, terms[i]);
        }
    }

    static void AppendNested(StringBuilder text, Filter filter)
    {
        Append(text.Append('('), filter);
        text.Append(')');
    }

    static void Append(StringBuilder text, Filter.Test test, string @operator)
    {
        Append(text, test.Attribute).Append(' ').Append(@operator).Append(" \"");
        text.Append(test.Literal.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
    }

    static StringBuilder Append(StringBuilder text, FilterAttribute attribute)
    {
        if (attribute.Aggregate != SeriesAggregate.Unstated)
            text.Append(attribute.Aggregate.ToString().ToLowerInvariant()).Append('(');

        text.Append('`').Append(attribute.Path).Append('`');
        if (attribute.Type != AttributeType.None) text.Append(':').Append(attribute.Type.Name());
        if (attribute.Aggregate != SeriesAggregate.Unstated) text.Append(')');
        return text;
    }

    static string Symbol(FilterOperator @operator) => @operator switch
    {
        FilterOperator.Equal => "==",
        FilterOperator.Greater => ">",
        FilterOperator.GreaterOrEqual => ">=",
        FilterOperator.Less => "<",
        FilterOperator.LessOrEqual => "<=",
        FilterOperator.Matches => "MATCHES",
        _ => "CONTAINS",
    };
}
