using Microsoft.Extensions.DependencyInjection;
using NeptuneAlt.Store.Chunks;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query;

/// <summary>Registers the read half. It needs a ClickHouse, the catalog and a TimeProvider.</summary>
public static class QueryServices
{
    public static IServiceCollection AddQuery(this IServiceCollection services) => services
        .AddSingleton<RunReads>()
        .AddSingleton<AttributeReads>()
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
        .AddSingleton<SeriesResolver>()
        .AddSingleton<PointSources>()
        .AddSingleton<HistogramLasts>()
        .AddSingleton<RunTable>()
        .AddSingleton<RunGroups>()
        .AddSingleton<AttributeBrowser>()
        .AddSingleton<RunAttributes>()
        .AddSingleton<FloatSeriesReader>()
        .AddSingleton<ObjectSeriesReader>()
        .AddSingleton<ChunkTable>()
        .AddSingleton<ChunkCache>()
        .AddSingleton<CellCache>()
        .AddSingleton<PointCache>()
        .AddSingleton<LongLines>()
        .AddSingleton<Buckets>()
        .AddSingleton<HistogramCharts>();
}
