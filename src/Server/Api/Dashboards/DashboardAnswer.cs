using System.Globalization;
using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>Answers with JSON that is sent while it is written.</summary>
sealed class JsonAnswer(Func<JsonResponse, Task> write, int status = StatusCodes.Status200OK) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        await using var answer = new JsonResponse(httpContext);
        await write(answer);
    }
}

/// <summary>Answers to calls about dashboards.</summary>
static class DashboardAnswer
{
    /// <summary>Dashboards whose texts are read at a time: a list is never in memory as a whole.</summary>
    const int AtATime = 8;

    public static IResult Of(
        HttpContext context, DashboardVersion version, DashboardTexts texts, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.ETag = Tag(version);
        return new JsonAnswer(
            answer =>
            {
                DashboardJson.Write(answer.Writer, version, texts);
                return Task.CompletedTask;
            },
            status);
    }

    public static IResult OfVersion(HttpContext context, DashboardVersion version)
    {
        context.Response.Headers.ETag = Tag(version);
        return new JsonAnswer(answer =>
        {
            DashboardJson.WriteVersion(answer.Writer, version);
            return Task.CompletedTask;
        });
    }

    public static IResult OfList(
        CatalogDashboards dashboards, IReadOnlyList<DashboardVersion> versions, bool isWhole,
        CancellationToken cancellationToken) => new JsonAnswer(async answer =>
    {
        // The first are read before anything is sent: an outage is told with its status.
        var texts = await ReadAsync(0);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray("dashboards");
        for (var at = 0; at < versions.Count; at += AtATime)
        {
            if (at > 0) texts = await ReadAsync(at);
            foreach (var version in versions.Skip(at).Take(AtATime))
                if (texts.TryGetValue(version.Id, out var text)) DashboardJson.Write(answer.Writer, version, text, isWhole);
            await answer.FlushIfFullAsync();
        }

        answer.Writer.WriteEndArray();
        answer.Writer.WriteEndObject();

        Task<IReadOnlyDictionary<Guid, DashboardTexts>> ReadAsync(int at) => dashboards.TextsAsync(
            [.. versions.Skip(at).Take(AtATime).Select(version => version.Id)], isWhole, cancellationToken);
    });

    public static IResult OfPage(IReadOnlyList<DashboardVersion> versions, int offset, int limit) => new JsonAnswer(answer =>
    {
        var json = answer.Writer;
        json.WriteStartObject();
        json.WriteStartArray("entries");
        foreach (var version in versions.Skip(offset).Take(limit)) DashboardJson.WriteVersion(json, version);
        json.WriteEndArray();
        json.WriteNumber("limit", limit);
        json.WriteNumber("offset", offset);
        json.WriteNumber("total", versions.Count);
        json.WriteEndObject();
        return Task.CompletedTask;
    });

    /// <summary>The ETag of a version as it is now.</summary>
    public static string Tag(DashboardVersion version) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{version.Id}.{version.Revision}\"");
}
