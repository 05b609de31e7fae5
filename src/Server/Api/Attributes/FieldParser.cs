using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Runs;

namespace NeptuneAlt.Server.Api.Attributes;

/// <summary>The attribute that a <see cref="FieldRequest"/> names.</summary>
static class FieldParser
{
    /// <param name="aggregationMode">Clients put the aggregate beside the field or into it, and write "none" or "auto"
    /// if they want no aggregate.</param>
    /// <exception cref="BadRequestException">There is no such type or aggregate.</exception>
    public static FilterAttribute Attribute(this FieldRequest field, string? aggregationMode = null) => new(
        field.Name ?? "", TypeOf(field.Type), AggregateOf(aggregationMode ?? field.AggregationMode));

    /// <exception cref="BadRequestException">There is no such type.</exception>
    public static AttributeType TypeOf(string? name) =>
        string.IsNullOrEmpty(name) || AttributeTypes.IsRetired(name) ? AttributeType.None
        : AttributeTypes.Parse(name) is var type and not AttributeType.None ? type
        : throw new BadRequestException($"'{name}' is no type of attribute: use {string.Join(", ", AttributeTypes.All)}.");

    /// <returns>The types to look for; <c>null</c> if the request names no type.</returns>
    /// <exception cref="BadRequestException">There is no such type.</exception>
    public static AttributeType[]? TypesOf(string[]? names) => names is { Length: > 0 } ? [.. names.Select(TypeOf)] : null;

    static SeriesAggregate AggregateOf(string? name) => name?.ToLowerInvariant() switch
    {
        null or "" or "none" or "auto" => SeriesAggregate.Unstated,
        "last" => SeriesAggregate.Last,
        "min" => SeriesAggregate.Min,
        "max" => SeriesAggregate.Max,
        "average" => SeriesAggregate.Average,
        "variance" => SeriesAggregate.Variance,
        _ => throw new BadRequestException(
            $"'{name}' is no aggregationMode: use last, min, max, average, variance, auto or none."),
    };
}
