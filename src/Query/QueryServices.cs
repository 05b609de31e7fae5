using Microsoft.Extensions.DependencyInjection;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Live;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Store.Rollups;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query;

/// <summary>
/// Registers the read half. It needs a ClickHouse, the catalog, a TimeProvider and a <see cref="LiveReads.Source"/>.
/// </summary>
public static class QueryServices
{
    public static IServiceCollection AddQuery(this IServiceCollection services) => services
        .AddSingleton<LiveReads>()
        .AddSingleton<CurrentAttributes>()
        .AddSingleton<RunReads>()
        .AddSingleton<AttributeReads>()
        .AddSingleton<AttributeNames>()
        .AddSingleton<AttributeFamilies>()
        .AddSingleton<PatternChecks>()
        .AddSingleton<AttributeDifferences>()
        .AddSingleton<AttributeTree>()
        .AddSingleton<AttributeValues>()
        .AddSingleton<SeriesNumbers>()
        .AddSingleton<FloatReads>()
        .AddSingleton<ObjectReads>()
        .AddSingleton<HistogramReads>()
        .AddSingleton<BucketReads>()
        .AddSingleton<RunIdentifiers>()
        .AddSingleton<RunStates>()
        .AddSingleton<SeriesCache>()
        .AddSingleton<MomentReads>()
        .AddSingleton<AsOf>()
        .AddSingleton<SeriesResolver>()
        .AddSingleton<PointOrigins>()
        .AddSingleton<SummariesAsOf>()
        .AddSingleton<LatestHistograms>()
        .AddSingleton<RunFormulas>()
        .AddSingleton<RunTable>()
        .AddSingleton<RunGroups>()
        .AddSingleton<AttributeBrowser>()
        .AddSingleton<RunAttributes>()
        .AddSingleton<FloatSeriesReader>()
        .AddSingleton<ObjectSeriesReader>()
        .AddSingleton<PointStream>()
        .AddSingleton<PointTurns>()
        .AddSingleton<RollupTable>()
        .AddSingleton<RollupCache>()
        .AddSingleton<CellCache>()
        .AddSingleton<PointCache>()
        .AddSingleton<RollupReader>()
        .AddSingleton<PlanReader>()
        .AddSingleton<FormulaCache>()
        .AddSingleton<FormulaLines>()
        .AddSingleton<FormulaLibrary>()
        .AddSingleton<FormulaTurns>()
        .AddSingleton<FormulaChecks>()
        .AddSingleton<FormulaValues>()
        .AddSingleton<FormulaPoints>()
        .AddSingleton<Buckets>()
        .AddSingleton<Distributions>()
        .AddSingleton<HistogramCharts>();
}
