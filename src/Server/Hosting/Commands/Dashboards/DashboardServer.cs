using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Client;

namespace NeptuneAlt.Server.Hosting.Commands.Dashboards;

/// <summary>The dashboards of a project on a server.</summary>
sealed class DashboardServer(NeptuneClient client, string project)
{
    const string Route = "/api/leaderboard/v1/dashboards";

    /// <summary>The newest published version of each.</summary>
    /// <exception cref="HttpRequestException">The server refuses; the message has its words.</exception>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(CancellationToken cancellationToken)
    {
        var answer = await CallAsync(HttpMethod.Get, "", null, cancellationToken);
        return [.. answer!["dashboards"]!.AsArray().Select(one => one!.AsObject())]; // the contract has them
    }

    /// <summary>Makes the dashboard, or adds a version to the one that there is.</summary>
    /// <exception cref="HttpRequestException">The server refuses; the message has its words.</exception>
    public Task PushAsync(FiledDashboard filed, JsonObject? present, CancellationToken cancellationToken)
    {
        var body = filed.Dashboard.DeepClone().AsObject();
        if (body["extra"] is not JsonObject extra) body["extra"] = extra = [];
        extra["key"] = filed.Key;
        body["versionDescription"] = $"From {filed.File}";
        if (present is null) return CallAsync(HttpMethod.Post, "", body, cancellationToken);

        body["versionBranch"] = (string?)present["versionBranch"];
        body["draft"] = false;
        return CallAsync(HttpMethod.Post, $"/{(string?)present["id"]}/version", body, cancellationToken);
    }

    /// <summary>Puts a dashboard into the trash.</summary>
    /// <exception cref="HttpRequestException">The server refuses; the message has its words.</exception>
    public Task DeleteAsync(JsonObject present, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Delete, $"/branch/{(string?)present["versionBranch"]}", null, cancellationToken);

    async Task<JsonNode?> CallAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var (status, answer) = await client.CallAsync(
            method, $"{Route}{path}?projectIdentifier={Uri.EscapeDataString(project)}",
            body is null ? default : JsonSerializer.SerializeToUtf8Bytes(body), cancellationToken);
        if (status is HttpStatusCode.OK or HttpStatusCode.Created) return JsonNode.Parse(answer);
        if (status == HttpStatusCode.NoContent) return null;

        throw new HttpRequestException(MessageOf(answer) ?? $"The server answers {(int)status}.", null, status);
    }

    static string? MessageOf(byte[] answer)
    {
        try
        {
            return (string?)JsonNode.Parse(answer)?["message"];
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
