using NeptuneAlt.Blobs;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Files;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>Files that a shared board shows.</summary>
static class SharedFileEndpoints
{
    public static void Map(IEndpointRouteBuilder group) => group.MapGet("/files", GetAsync)
        .Describe("getSharedFile", "A file that the board shows, by the name that values and series have it under.")
        .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");

    static async Task<IResult> GetAsync(string file, [AsParameters] SharedCall call, SharedFiles files, IBlobs blobs)
    {
        var scope = await call.ScopeAsync();
        var opened = await files.OpenAsync(scope.Link, file, call.Aborted) ?? throw SharedSet.Refused("This file");
        if (opened.Set >= scope.Sets.Count) throw SharedSet.Refused("This file");

        // It was shown when its name was told; it has to be shown now.
        var set = scope.Sets[opened.Set];
        set.Run(opened.Run);
        set.Attribute(opened.Attribute);
        return await FileDownload.AnswerAsync(call.Context, blobs, new BlobName(set.TheProject.Number, opened.Path));
    }

    /// <summary>Values with the sealed names of files in place of their paths.</summary>
    public static async Task<IReadOnlyList<StoredAttribute>> SealAsync(
        this SharedFiles files, SharedScope scope, SharedSet set, Run run, IReadOnlyList<StoredAttribute> attributes,
        CancellationToken cancellationToken)
    {
        if (!attributes.Any(IsFile)) return attributes;

        var at = scope.PlaceOf(set);
        var told = new List<StoredAttribute>(attributes.Count);
        foreach (var one in attributes)
            told.Add(IsFile(one)
                ? one with
                {
                    StringValue = await files.SealAsync(
                        scope.Link, new SharedFile(at, run.SysId, one.Path, one.StringValue), cancellationToken),
                }
                : one);
        return told;

        static bool IsFile(StoredAttribute one) => one.Type is AttributeType.FileRef or AttributeType.FileRefSeries;
    }

    /// <summary>Points with the sealed names of files in place of their paths.</summary>
    public static async Task<ObjectSeriesResponse> SealAsync(
        this SharedFiles files, SharedScope scope, (SharedSet Set, Run Run, string Attribute) of, ObjectSeriesResponse answer,
        CancellationToken cancellationToken)
    {
        if (answer.Type != AttributeType.FileRefSeries) return answer;

        var at = scope.PlaceOf(of.Set);
        var points = new List<ObjectPoint>(answer.Points.Count);
        foreach (var point in answer.Points)
            points.Add(point.Object is SeriesObject.File file
                ? point with
                {
                    Object = file with
                    {
                        Path = await files.SealAsync(
                            scope.Link, new SharedFile(at, of.Run.SysId, of.Attribute, file.Path), cancellationToken),
                    },
                }
                : point);
        return answer with { Points = points };
    }
}
