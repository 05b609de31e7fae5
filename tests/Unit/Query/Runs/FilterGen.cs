using CsCheck;
using NeptuneAlt.Model;

namespace NeptuneAlt.Unit.Query.Runs;

/// <summary>Random filters that are legal NQL.</summary>
static class FilterGen
{
    static readonly AttributeType[] Types = Enum.GetValues<AttributeType>();

    static readonly Gen<string> Text = Gen.OneOf(
        Gen.Const(""), Gen.Const("a"), Gen.Const("ab"), Gen.Const("b\"c\\d"), Gen.Const("näme\nline"), Gen.Const("5"),
        Gen.Const("-1.5"), Gen.Const("true"), Gen.String[Gen.Char["ab\\\"`' \n.ü"], 0, 6]);

    static readonly Gen<string> Number = Gen.OneOf(
        Gen.Int[-3, 3].Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Gen.OneOf("0.5", "1e-09", "nan", "inf", "-inf", "9007199254740993", "-2.50"));

    static readonly Gen<string> Datetime = Gen.OneOf(
        "2025-01-01T00:00:00+00:00", "2025-01-01T02:00:00.002+02", "2025-01-01", "2025-01-01 00:00:00.001999Z", "-2h");

    /// <param name="path">Of the attributes; must not be mistakable for a name's end.</param>
    public static Gen<Filter> Of(Gen<string> path)
    {
        var attribute = Gen.Select(path, Gen.OneOf(Types), (name, type) => (name, type));
        var leaf = attribute.SelectMany(a => Gen.OneOf(Exists(a.name, a.type), Test(a.name, a.type)));
        return Gen.Recursive<Filter>((depth, inner) => depth >= 3
            ? leaf
            : Gen.OneOf<Filter>(
                leaf,
                leaf,
                inner.Select(Filter.Negate),
                inner.List[2, 3].Select(Filter.And),
                inner.List[2, 3].Select(Filter.Or)));
    }

    static Gen<Filter> Exists(string path, AttributeType type) => Gen.Const<Filter>(
        new Filter.Exists(new FilterAttribute(path, type, SeriesAggregate.Unstated)));

    static Gen<Filter> Test(string path, AttributeType type)
    {
        var aggregate = type switch
        {
            AttributeType.FloatSeries => Gen.Enum<SeriesAggregate>(),
            AttributeType.StringSeries => Gen.OneOf(SeriesAggregate.Unstated, SeriesAggregate.Last),
            _ => Gen.Const(SeriesAggregate.Unstated),
        };
        var literal = type switch
        {
            AttributeType.Int or AttributeType.Float or AttributeType.FloatSeries => Number,
            AttributeType.Bool => Gen.OneOf("true", "False", "TRUE"),
            AttributeType.Datetime => Datetime,
            AttributeType.ExperimentState => Gen.OneOf("running", "idle", "inactive"),
            AttributeType.None => Gen.OneOf(Text, Number),
            _ => Text,
        };
        return Gen.Select(aggregate, Gen.Enum<FilterOperator>(), literal).Select((a, op, text) =>
        {
            var tested = new FilterAttribute(path, type, a);

            // What random text means as a regular expression is the engine's business, so these are plain.
            var value = op == FilterOperator.Matches && type is AttributeType.None or AttributeType.String
                or AttributeType.StringSeries ? text.Replace("\\", "", StringComparison.Ordinal) : text;
            return FilterRules.Fault(tested, op, value) is null
                ? (Filter)new Filter.Test(tested, op, value)
                : new Filter.Exists(tested);
        });
    }
}
