using System.Globalization;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Server.Api.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>
/// Requests of who has a link as the server's own: written anew of what they may ask for, field by field. What is not copied here
/// cannot be asked.
/// </summary>
static class SharedRequests
{
    /// <exception cref="BadRequestException">It asks for what the board does not show.</exception>
    public static ChartRequest Chart(SharedScope scope, ChartRequest asked)
    {
        if (asked.Series is { Count: > 0 }) throw SharedSet.Refused("This form of request");

        var set = OneSet(scope, asked.Metrics?.Select(metric => metric.Holder?.Identifier));
        return new ChartRequest(
            [.. (asked.Metrics ?? []).Select(metric => Metric(scope, metric))], asked.View, Axis(set, asked.Xaxis), null,
            Baseline(set, asked.Baseline));
    }

    /// <exception cref="BadRequestException">It asks for what the board does not show.</exception>
    public static HistogramViewRequest Histograms(SharedScope scope, HistogramViewRequest asked)
    {
        var set = OneSet(scope, asked.Metrics?.Select(metric => metric.Holder?.Identifier));
        return new HistogramViewRequest(
            asked.MaxNumberOfBins, [.. (asked.Metrics ?? []).Select(metric => Metric(scope, metric))], asked.View,
            Axis(set, asked.Xaxis), Baseline(set, asked.Baseline));
    }

    /// <exception cref="BadRequestException">It asks for what the board does not show.</exception>
    public static ValuesRequest Values(SharedScope scope, ValuesRequest asked)
    {
        var set = OneSet(scope, asked.Metrics?.Select(metric => metric.Holder?.Identifier));
        return new ValuesRequest(
            [
                .. (asked.Metrics ?? []).Select(metric =>
                {
                    var (of, run) = scope.Run(metric.Holder?.Identifier);
                    of.CheckLineage(metric.LineageEntityType);
                    return new ValueMetricRequest(
                        metric.CustomId, Holder(of, run),
                        of.Formula(metric.Formula ?? throw new BadRequestException("Each metric needs a formula.")), metric.Lineage,
                        metric.LineageEntityType);
                }),
            ],
            Baseline(set, asked.Baseline), null);
    }

    /// <returns>The request, which names each series by its place; and what each is, with the name that it was asked under.</returns>
    /// <exception cref="BadRequestException">It asks for what the board does not show.</exception>
    public static (SeriesQueryRequest Asked, IReadOnlyList<SharedSeries> Named) Series(SharedScope scope, SeriesQueryRequest asked)
    {
        var named = new List<SharedSeries>();
        var requests = new List<OneSeriesRequest>();
        foreach (var request in asked.Requests ?? [])
        {
            var series = request.Series ?? throw new BadRequestException("Each request needs a series with holder and attribute.");
            var (set, run) = scope.Run(series.Holder?.Identifier);
            set.CheckLineage(series.LineageEntityType);
            var attribute = set.Attribute(series.Attribute ?? "");
            requests.Add(new OneSeriesRequest(
                named.Count.ToString(CultureInfo.InvariantCulture),
                new TimeSeriesRequest(Holder(set, run), attribute, series.Lineage, series.LineageEntityType, null), null,
                request.SearchAfter));
            named.Add(new SharedSeries(request.RequestId ?? "", set, run, attribute));
        }

        return (
            new SeriesQueryRequest(requests, asked.StepRange, asked.Order, asked.PerSeriesPointsLimit, asked.SizeLimitBytes), named);
    }

    /// <summary>The moment that all runs of a request are shown at; <c>null</c>: now.</summary>
    /// <exception cref="BadRequestException">They are of several.</exception>
    public static StoreMoment? MomentOf(SharedScope scope, IEnumerable<string?>? holders)
    {
        StoreMoment?[] moments = [.. (holders ?? []).Select(holder => scope.Set(holder).Moment).Distinct()];
        return moments.Length <= 1 ? moments.FirstOrDefault() : throw SharedSet.Refused("A request across moments");
    }

    static ChartMetricRequest Metric(SharedScope scope, ChartMetricRequest metric)
    {
        var (set, run) = scope.Run(metric.Holder?.Identifier);
        set.CheckLineage(metric.LineageEntityType);
        return new ChartMetricRequest(
            metric.CustomId, Holder(set, run), null, set.Formula(ChartEndpoints.FormulaOf(metric)), metric.Lineage,
            metric.LineageEntityType, metric.IncludePreview, metric.AfterStep, metric.NormalizeToFirstValue);
    }

    static ChartAxisRequest? Axis(SharedSet? set, ChartAxisRequest? axis)
    {
        if (axis?.Custom is not { } custom) return axis is null ? null : axis with { Custom = null };

        var formula = (set ?? throw SharedSet.Refused("This axis")).Formula(ChartEndpoints.FormulaOf(custom));
        return axis with { Custom = new ChartCustomAxisRequest(formula, null) };
    }

    static HolderRequest? Baseline(SharedSet? set, HolderRequest? asked)
    {
        if (asked?.Identifier is not { } identifier) return null;

        return set?.Baseline is { } baseline && identifier.EndsWith("/" + baseline.SysId, StringComparison.Ordinal)
            ? Holder(set, baseline)
            : throw SharedSet.Refused("This baseline");
    }

    static HolderRequest Holder(SharedSet set, Model.Run run) => new(set.NameOf(run), "experiment");

    /// <summary>All runs of a request are of one section: what formulas compare is never drawn from two.</summary>
    static SharedSet? OneSet(SharedScope scope, IEnumerable<string?>? holders)
    {
        SharedSet[] sets = [.. (holders ?? []).Select(scope.Set).Distinct<SharedSet>(ReferenceEqualityComparer.Instance)];
        return sets.Length <= 1 ? sets.FirstOrDefault() : throw SharedSet.Refused("A request across sections");
    }
}

/// <summary>A series that who has a link asks for.</summary>
/// <param name="Id">That the request gave it.</param>
readonly record struct SharedSeries(string Id, SharedSet Set, Model.Run Run, string Attribute);
