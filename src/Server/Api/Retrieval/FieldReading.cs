using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Api.Retrieval;

/// <summary>The attribute that a <see cref="FieldBody"/> names.</summary>
static class FieldReading
{
    /// <param name="aggregationMode">Clients put the aggregate beside the field or into it, and "none" or "auto" for
    /// none.</param>
    public static FilterAttribute Attribute(this FieldBody field, string? aggregationMode = null) => new(
        field.Name ?? "", AttributeTypes.Parse(field.Type ?? ""),
        Enum.TryParse<SeriesAggregate>(aggregationMode ?? field.AggregationMode, ignoreCase: true, out var known)
            ? known
            : SeriesAggregate.Unstated);
}
