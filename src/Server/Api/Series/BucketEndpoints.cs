using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Wire.Api;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>Float series and formulas, summed up in buckets. The one query whose request is protobuf.</summary>
static class BucketEndpoints
{
    public static void Map(IEndpointRouteBuilder group) =>
        group.MapPost("/proto/attributes/timeseries/buckets", QueryAsync);

    static async Task QueryAsync(HttpContext context, RunIdentifiers identifiers, Buckets buckets,
        FormulaLibrary library, FormulaTurns turns)
    {
        var request = ProtoBody.Read(context, ProtoGetTimeseriesBucketsRequest.Parser);
        var view = ViewOf(request.View ?? new ProtoView());
        var expressions = await ExpressionsAsync(request, identifiers, context.RequestAborted);
        var texts = expressions.Select(expression => expression.Y).Append(view.X);
        var setting = await library.SettingAsync(
            texts, expressions.FirstOrDefault(one => one.Run is not null)?.Run?.Project, null, context.RequestAborted);
        using var turn = await turns.TakeAsync(ApiError.Username(context), texts, context.RequestAborted);
        var chart = await buckets.ReadAsync(expressions, view, setting, context.RequestAborted);

        await using var answer = new ProtoResponse(context);
        for (var i = 0; i < expressions.Count; i++)
        {
            answer.Writer.Message(ProtoTimeseriesBucketsDTO.EntriesFieldNumber, new TimeseriesBuckets
            {
                RequestId = request.Expressions[i].RequestId,
                Bucket = { chart.Lines[i].Select(bucket => Proto(bucket, chart.Grid, view.IsLogarithmic)) },
            });
            await answer.FlushIfFullAsync();
        }
    }

    static async Task<IReadOnlyList<BucketExpression>> ExpressionsAsync(
        ProtoGetTimeseriesBucketsRequest request, RunIdentifiers identifiers, CancellationToken cancellationToken)
    {
        if (request.Expressions.GroupBy(expression => expression.RequestId).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new BadRequestException($"The requestId '{twice.Key}' is there more than once; each expression needs its own.");

        var runs = await identifiers.RunsByNameAsync(
            request.Expressions.Select(expression => expression.RunId), cancellationToken);
        return [.. request.Expressions.Select(expression => new BucketExpression(
            runs[expression.RunId], expression.CustomYFormula, ScopeOf(expression), expression.IncludePreview))];
    }

    static LineageScope ScopeOf(ProtoCustomExpression expression) => expression switch
    {
        { Lineage: ProtoLineage.Full } => LineageScope.Full,
        { EntityType: LineageEntityType.Experiment } => LineageScope.Experiment,
        _ => LineageScope.Run,
    };

    static BucketView ViewOf(ProtoView view)
    {
        var steps = view.PointFilters?.StepRange;
        return new BucketView(
            view.HasFrom ? view.From : null, view.HasTo ? view.To : null,
            new StepWindow(steps is { HasFrom: true } ? steps.From : null, steps is { HasTo: true } ? steps.To : null),
            view.MaxBuckets, AxisOf(view.XAxis), view.XAxis?.Custom?.Expression, view.XScale == ProtoScale.Log);
    }

    static BucketAxis AxisOf(ProtoXAxis? axis) => axis?.ValueCase switch
    {
        ProtoXAxis.ValueOneofCase.EpochMillis => BucketAxis.EpochMillis,
        ProtoXAxis.ValueOneofCase.RelativeTime => BucketAxis.RelativeTime,
        ProtoXAxis.ValueOneofCase.Custom => BucketAxis.Custom,
        _ => BucketAxis.Steps,
    };

    static TimeseriesBucket Proto(Bucket bucket, BucketGrid grid, bool isLogarithmic)
    {
        double X(double edge) => isLogarithmic ? Math.Exp(edge) : edge;
        var proto = new TimeseriesBucket
        {
            Index = bucket.Index,
            FromX = X(grid.LowerEdge(bucket.Index)),
            ToX = X(grid.UpperEdge(bucket.Index)),
            FinitePointCount = bucket.Finite,
            NanCount = bucket.NaN,
            PositiveInfCount = bucket.PositiveInfinity,
            NegativeInfCount = bucket.NegativeInfinity,
        };
        if (bucket.Finite == 0) return proto;

        proto.First = new FinitePoint { X = X(bucket.FirstX), Y = bucket.FirstY };
        proto.Last = new FinitePoint { X = X(bucket.LastX), Y = bucket.LastY };
        proto.LocalMin = bucket.Min;
        proto.LocalMax = bucket.Max;
        proto.LocalSum = bucket.Sum.Value;
        return proto;
    }
}
