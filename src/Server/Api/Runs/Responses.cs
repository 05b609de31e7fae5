using System.Text.Json;
using System.Text.Json.Serialization;
using NeptuneAlt.Server.Api.Attributes;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Series;

namespace NeptuneAlt.Server.Api.Runs;

// What the API's description says of answers that are written piece by piece: a test holds them against each other.
// Numbers that JSON lacks are texts: NaN, Infinity, -Infinity.

/// <summary>Neptune's <c>AttributeDTO</c>: the properties of its type are there, and no others.</summary>
sealed record AttributeResponse(
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
    string AttributeName, string AttributeType, double LastStep, HistogramResponse? Last);

sealed record FileSeriesProperties(string AttributeName, string AttributeType, double LastStep, FileResponse Last);

sealed record FileResponse(string Path, long SizeBytes, string MimeType);

[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
sealed record HistogramResponse(
    [property: OneOf("COUNTING", "DENSITY")] string Type, IReadOnlyList<double> Edges, IReadOnlyList<double> Values);

/// <summary>Neptune's <c>AttributesDTO</c>: attributes of one run.</summary>
/// <param name="FormulaValues">Of a search with formulas: their values, in their order.</param>
sealed record RunResponse(
    Guid ExperimentId, string Type, Guid ProjectId, string ProjectName, Guid OrganizationId, string OrganizationName,
    IReadOnlyList<AttributeResponse> Attributes, IReadOnlyList<FormulaValueResponse>? FormulaValues);

/// <param name="Value">A text for NaN and the infinities; missing if there is none.</param>
/// <param name="Missing">Why there is none.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
sealed record FormulaValueResponse(double? Value, MissingResponse? Missing);

/// <param name="MatchingItemCount">Of runs, on any page.</param>
/// <param name="Groups">Where runs were asked for in groups.</param>
sealed record SearchResponse(
    long MatchingItemCount, IReadOnlyList<RunResponse> Entries, long? TotalGroupCount, IReadOnlyList<GroupResponse>? Groups);

/// <param name="ChildrenIds">Of runs of an opened group, in their order.</param>
sealed record GroupResponse(
    string Id, IReadOnlyList<GroupKeyResponse> Key, long ItemCount, IReadOnlyList<Guid> ChildrenIds,
    string? ContinuationToken, string? BeforeToken);

/// <param name="Value">Missing where the runs lack the attribute.</param>
sealed record GroupKeyResponse(GroupFieldResponse Field, JsonElement? Value);

sealed record GroupFieldResponse(string Name, [property: AttributeKind] string Type, string Aggregation);

sealed record TagsResponse(IReadOnlyList<string> Tags);

/// <param name="NextPageToken">Missing on the last page.</param>
sealed record NextPageResponse(string? NextPageToken);

sealed record DefinitionsResponse(IReadOnlyList<Definition> Entries, NextPageResponse NextPage);

sealed record ValuesResponse(IReadOnlyList<RunValuesResponse> Entries, NextPageResponse NextPage);

sealed record RunValuesResponse(
    Guid ExperimentId, string ExperimentShortId, string OrganizationName, string ProjectName,
    IReadOnlyList<AttributeResponse> Attributes);

sealed record AttributesResponse(IReadOnlyList<AttributeResponse> Attributes);

/// <summary>By the names asked for.</summary>
sealed record RunAttributesResponse(
    Guid ProjectId, string ProjectName, Guid OrganizationId, string OrganizationName,
    IReadOnlyDictionary<string, NamedRunResponse> RunsAttributes,
    IReadOnlyDictionary<string, NamedRunResponse> ExperimentsAttributes);

sealed record NamedRunResponse(Guid ExperimentId, IReadOnlyList<AttributeResponse> Attributes);

/// <param name="Elements">The lines that were asked for in the older form, <c>series</c>.</param>
sealed record ChartResponse(IReadOnlyList<ChartLineResponse> CustomSeries, IReadOnlyList<ChartElementResponse> Elements);

/// <param name="Baseline">Of a line that is divided by its first finite value: that value.</param>
/// <param name="Missing">Why there are no points.</param>
sealed record ChartLineResponse(
    string CustomId, IReadOnlyList<ChartPointResponse> Values, double? Baseline, MissingResponse? Missing);

/// <param name="TimeSeries">As it was asked for.</param>
/// <param name="Baseline">Of a line that is divided by its first finite value: that value.</param>
/// <param name="Missing">Why there are no points.</param>
sealed record ChartElementResponse(
    TimeSeriesRequest TimeSeries, IReadOnlyList<ChartPointResponse> Values, double? Baseline, MissingResponse? Missing);

/// <param name="Y">Mean of the bucket's finite values; null without any.</param>
/// <param name="Interpolation">Always false: no point is made up between two.</param>
sealed record ChartPointResponse(double X, double? Y, bool Interpolation, ChartBucketResponse Bucket);

/// <param name="PreviewCount">Of all points; absent if none is a preview.</param>
/// <param name="CompletionRatio">Of the least complete preview, from 0 to 1.</param>
sealed record ChartBucketResponse(
    long BucketNo, long Count, double? MinY, double? MaxY, double? Sum, long NanCount, long PositiveInfCount,
    long NegativeInfCount, long? PreviewCount, float? CompletionRatio);

/// <param name="Edges">Of the bins that all values have in common.</param>
sealed record HistogramViewResponse(
    [property: OneOf("COUNTING", "DENSITY")] string Type, IReadOnlyList<EdgeResponse> Edges,
    IReadOnlyList<HistogramLineResponse> Elements);

/// <summary>One of the two is there.</summary>
sealed record EdgeResponse(double? Value, [property: OneOf("MINUS_INFINITY", "INFINITY")] string? SpecialValue);

/// <param name="Missing">Of a formula: why there is nothing.</param>
sealed record HistogramLineResponse(string CustomId, IReadOnlyList<HistogramPointResponse> Values, MissingResponse? Missing);

/// <param name="Values">Mean of the bucket's histograms, one a bin.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
sealed record HistogramPointResponse(double X, HistogramBucketResponse Bucket, IReadOnlyList<double> Values);

/// <param name="Count">Of histograms.</param>
sealed record HistogramBucketResponse(long BucketNo, int Count);

sealed record SeriesResponse(IReadOnlyList<OneSeriesResponse> Series);

/// <param name="SearchAfter">Missing where the series did not fit: ask for it again.</param>
sealed record OneSeriesResponse(
    string RequestId, SearchAfterResponse? SearchAfter, PointsResponse? Series, PointsResponse? StringSeries);

sealed record SearchAfterResponse(bool Finished, string Token);

sealed record PointsResponse(IReadOnlyList<ObjectPointResponse> Values);

sealed record ObjectPointResponse(
    long TimestampMillis, double Step, bool IsPreview, double CompletionRatio, string? Value, ObjectResponse? Object);

/// <summary>One of them is there.</summary>
sealed record ObjectResponse(string? StringValue, HistogramResponse? Histogram, FileResponse? FileRef);

sealed record FloatSeriesResponse(long TotalItemCount, IReadOnlyList<FloatPointResponse> Values);

[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
sealed record FloatPointResponse(
    long TimestampMillis, double Step, double Value, bool IsPreview, double CompletionRatio);

/// <summary>Neptune's names of the types of attributes.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class AttributeKindAttribute() : OneOfAttribute(
    "float", "int", "bool", "string", "datetime", "stringSet", "fileRef", "floatSeries", "stringSeries",
    "histogramSeries", "fileRefSeries", "experimentState");
