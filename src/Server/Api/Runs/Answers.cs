using System.Text.Json;
using System.Text.Json.Serialization;
using NeptuneAlt.Server.Api.Attributes;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Series;

namespace NeptuneAlt.Server.Api.Runs;

// What the API's description says of answers that are written piece by piece: a test holds them against each other.
// Numbers that JSON lacks are texts: NaN, Infinity, -Infinity.

/// <summary>Neptune's <c>AttributeDTO</c>: the properties of its type are there, and no others.</summary>
sealed record AttributeAnswer(
    string Name, [property: AttributeKind] string Type, FloatProperties? FloatProperties, IntProperties? IntProperties,
    BoolProperties? BoolProperties, StringProperties? StringProperties, StringProperties? DatetimeProperties,
    StringProperties? ExperimentStateProperties, StringSetProperties? StringSetProperties,
    FileProperties? FileRefProperties, FloatSeriesProperties? FloatSeriesProperties,
    StringSeriesProperties? StringSeriesProperties, HistogramSeriesProperties? HistogramSeriesProperties,
    FileSeriesProperties? FileRefSeriesProperties);

sealed record FloatProperties(
    string AttributeName, string AttributeType,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] double Value);

sealed record IntProperties(string AttributeName, string AttributeType, long Value);

sealed record BoolProperties(string AttributeName, string AttributeType, bool Value);

/// <summary>Of texts, times (ISO 8601, UTC) and states.</summary>
sealed record StringProperties(string AttributeName, string AttributeType, string Value);

sealed record StringSetProperties(string AttributeName, string AttributeType, IReadOnlyList<string> Values);

sealed record FileProperties(string AttributeName, string AttributeType, string Path, long SizeBytes, string MimeType);

/// <param name="Average">Like the others over the finite points; there is none without any.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
sealed record FloatSeriesProperties(
    string AttributeName, string AttributeType, double? LastStep, double? Last, double? Min, double? Max,
    double? Average, double? Variance, bool HasPreview, SeriesConfig Config);

sealed record SeriesConfig;

sealed record StringSeriesProperties(string AttributeName, string AttributeType, double LastStep, string Last);

sealed record HistogramSeriesProperties(
    string AttributeName, string AttributeType, double LastStep, HistogramAnswer? Last);

sealed record FileSeriesProperties(string AttributeName, string AttributeType, double LastStep, FileAnswer Last);

sealed record FileAnswer(string Path, long SizeBytes, string MimeType);

[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
sealed record HistogramAnswer(
    [property: OneOf("COUNTING", "DENSITY")] string Type, IReadOnlyList<double> Edges, IReadOnlyList<double> Values);

/// <summary>Neptune's <c>AttributesDTO</c>: attributes of one run.</summary>
sealed record RunAnswer(
    Guid ExperimentId, string Type, Guid ProjectId, string ProjectName, Guid OrganizationId, string OrganizationName,
    IReadOnlyList<AttributeAnswer> Attributes);

/// <param name="MatchingItemCount">Of runs, on any page.</param>
/// <param name="Groups">Where runs were asked for in groups.</param>
sealed record SearchAnswer(
    long MatchingItemCount, IReadOnlyList<RunAnswer> Entries, long? TotalGroupCount, IReadOnlyList<GroupAnswer>? Groups);

/// <param name="ChildrenIds">Of runs of an opened group, in their order.</param>
sealed record GroupAnswer(
    string Id, IReadOnlyList<GroupKeyAnswer> Key, long ItemCount, IReadOnlyList<Guid> ChildrenIds,
    string? ContinuationToken, string? BeforeToken);

/// <param name="Value">Missing where the runs lack the attribute.</param>
sealed record GroupKeyAnswer(GroupFieldAnswer Field, JsonElement? Value);

sealed record GroupFieldAnswer(string Name, [property: AttributeKind] string Type, string Aggregation);

sealed record TagsAnswer(IReadOnlyList<string> Tags);

/// <param name="NextPageToken">Missing on the last page.</param>
sealed record NextPageAnswer(string? NextPageToken);

sealed record DefinitionsAnswer(IReadOnlyList<Definition> Entries, NextPageAnswer NextPage);

sealed record ValuesAnswer(IReadOnlyList<RunValuesAnswer> Entries, NextPageAnswer NextPage);

sealed record RunValuesAnswer(
    Guid ExperimentId, string ExperimentShortId, string OrganizationName, string ProjectName,
    IReadOnlyList<AttributeAnswer> Attributes);

sealed record AttributesAnswer(IReadOnlyList<AttributeAnswer> Attributes);

/// <summary>By the names asked for.</summary>
sealed record RunAttributesAnswer(
    Guid ProjectId, string ProjectName, Guid OrganizationId, string OrganizationName,
    IReadOnlyDictionary<string, NamedRunAnswer> RunsAttributes,
    IReadOnlyDictionary<string, NamedRunAnswer> ExperimentsAttributes);

sealed record NamedRunAnswer(Guid ExperimentId, IReadOnlyList<AttributeAnswer> Attributes);

/// <param name="Elements">The lines that were asked for in the older form, <c>series</c>.</param>
sealed record ChartAnswer(IReadOnlyList<ChartLineAnswer> CustomSeries, IReadOnlyList<ChartElementAnswer> Elements);

/// <param name="Baseline">Of a line that is divided by its first finite value: that value.</param>
/// <param name="Missing">Why there are no points.</param>
sealed record ChartLineAnswer(
    string CustomId, IReadOnlyList<ChartPointAnswer> Values, double? Baseline, MissingAnswer? Missing);

/// <param name="TimeSeries">As it was asked for.</param>
/// <param name="Baseline">Of a line that is divided by its first finite value: that value.</param>
/// <param name="Missing">Why there are no points.</param>
sealed record ChartElementAnswer(
    TimeSeriesBody TimeSeries, IReadOnlyList<ChartPointAnswer> Values, double? Baseline, MissingAnswer? Missing);

/// <param name="Y">Mean of the bucket's finite values; null without any.</param>
/// <param name="Interpolation">Always false: no point is made up between two.</param>
sealed record ChartPointAnswer(double X, double? Y, bool Interpolation, ChartBucketAnswer Bucket);

/// <param name="PreviewCount">Of all points; absent if none is a preview.</param>
/// <param name="CompletionRatio">Of the least complete preview, from 0 to 1.</param>
sealed record ChartBucketAnswer(
    long BucketNo, long Count, double? MinY, double? MaxY, double? Sum, long NanCount, long PositiveInfCount,
    long NegativeInfCount, long? PreviewCount, float? CompletionRatio);

/// <param name="Edges">Of the bins that all values have in common.</param>
sealed record HistogramViewAnswer(
    [property: OneOf("COUNTING", "DENSITY")] string Type, IReadOnlyList<EdgeAnswer> Edges,
    IReadOnlyList<HistogramLineAnswer> Elements);

/// <summary>One of the two is there.</summary>
sealed record EdgeAnswer(double? Value, [property: OneOf("MINUS_INFINITY", "INFINITY")] string? SpecialValue);

sealed record HistogramLineAnswer(string CustomId, IReadOnlyList<HistogramPointAnswer> Values);

/// <param name="Values">Mean of the bucket's histograms, one a bin.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
sealed record HistogramPointAnswer(double X, HistogramBucketAnswer Bucket, IReadOnlyList<double> Values);

/// <param name="Count">Of histograms.</param>
sealed record HistogramBucketAnswer(long BucketNo, int Count);

sealed record SeriesAnswer(IReadOnlyList<OneSeriesAnswer> Series);

/// <param name="SearchAfter">Missing where the series did not fit: ask for it again.</param>
sealed record OneSeriesAnswer(
    string RequestId, SearchAfterAnswer? SearchAfter, PointsAnswer? Series, PointsAnswer? StringSeries);

sealed record SearchAfterAnswer(bool Finished, string Token);

sealed record PointsAnswer(IReadOnlyList<ObjectPointAnswer> Values);

sealed record ObjectPointAnswer(
    long TimestampMillis, double Step, bool IsPreview, double CompletionRatio, string? Value, ObjectAnswer? Object);

/// <summary>One of them is there.</summary>
sealed record ObjectAnswer(string? StringValue, HistogramAnswer? Histogram, FileAnswer? FileRef);

sealed record FloatSeriesAnswer(long TotalItemCount, IReadOnlyList<FloatPointAnswer> Values);

[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
sealed record FloatPointAnswer(
    long TimestampMillis, double Step, double Value, bool IsPreview, double CompletionRatio);

/// <summary>Neptune's names of the types of attributes.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class AttributeKindAttribute() : OneOfAttribute(
    "float", "int", "bool", "string", "datetime", "stringSet", "fileRef", "floatSeries", "stringSeries",
    "histogramSeries", "fileRefSeries", "experimentState");
