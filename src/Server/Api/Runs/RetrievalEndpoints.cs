using Microsoft.AspNetCore.Mvc;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Attributes;
using NeptuneAlt.Server.Api.Events;
using NeptuneAlt.Server.Api.Series;

namespace NeptuneAlt.Server.Api.Runs;

/// <summary>Neptune's retrieval API: which runs, which attributes, which points.</summary>
public static class RetrievalEndpoints
{
    public static IEndpointRouteBuilder MapRetrieval(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/leaderboard/v1")
            .AddEndpointFilter<CompleteReads>()
            .AddEndpointFilter(MomentEndpoints.EnterAsync)
            .WithTags("retrieval")
            .WithMetadata(new RequestSizeLimitAttribute(Limits.QueryRequestBytesMax));

        SearchEndpoints.Map(group);
        DefinitionEndpoints.Map(group);
        FolderEndpoints.Map(group);
        SuggestionEndpoints.Map(group);
        ValueEndpoints.Map(group);
        NamedAttributesEndpoints.Map(group);
        RunAttributesEndpoints.Map(group);
        FloatSeriesEndpoints.Map(group);
        FloatCsvEndpoints.Map(group);
        ArrowEndpoints.Map(group);
        SeriesEndpoints.Map(group);
        BucketEndpoints.Map(group);
        ChartEndpoints.Map(group);
        ChartBatchEndpoint.Map(group);
        HistogramEndpoints.Map(group);
        FormulaEndpoints.Map(group);
        PointOriginEndpoints.Map(group);
        MomentEndpoints.Map(group);
        EventEndpoints.Map(group);
        return endpoints;
    }
}
