using Microsoft.Extensions.DependencyInjection;
using NeptuneAlt.Store.Chunks;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query;

/// <summary>Registers the read half. It needs a ClickHouse, an ICatalog and a TimeProvider.</summary>
public static class QueryServices
{
    public static IServiceCollection AddQuery(this IServiceCollection services) => services
        .AddSingleton<RunReads>()
        .AddSingleton<AttributeReads>()
        .AddSingleton<SeriesNumbers>()
        .AddSingleton<FloatReads>()
        .AddSingleton<ObjectReads>()
        .AddSingleton<BucketReads>()
        .AddSingleton<RunIdentifiers>()
        .AddSingleton<RunStates>()
        .AddSingleton<SeriesResolver>()
        .AddSingleton<HistogramLasts>()
        .AddSingleton<RunTable>()
        .AddSingleton<RunGroups>()
        .AddSingleton<AttributeBrowser>()
        .AddSingleton<FloatSeriesReader>()
        .AddSingleton<ObjectSeriesReader>()
        .AddSingleton<ChunkTable>()
        .AddSingleton<ChunkCache>()
        .AddSingleton<LongLines>()
        .AddSingleton<Buckets>();
}
