using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using NeptuneAlt.Wire.Api;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using NeptuneAlt.Wire.Rpc;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>Corners of the public API that the clients' own tests do not reach.</summary>
public class ContractTests
{
    const string Root = "/api/leaderboard/v1/";

    [Fact]
    public async Task Every_refusal_has_the_error_body_and_says_what_to_do()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await client.DoneAsync(await client.CreateAsync("w/p", "r"));

        await RefusedAsync(404, "no GET", HttpMethod.Get, "/api/nowhere");
        await RefusedAsync(400, "JSON", HttpMethod.Post, Search, "{");
        await RefusedAsync(400, "character 1", HttpMethod.Post, Search, """{"query":{"query":"'x'"}}""");
        await RefusedAsync(400, "ascending or descending", HttpMethod.Post, Search, """{"sorting":{"dir":"up","sortBy":{"name":"a","type":"int"}}}""");
        await RefusedAsync(400, "no type of attribute", HttpMethod.Post, Search, """{"sorting":{"sortBy":{"name":"a","type":"number"}}}""");
        await RefusedAsync(400, "aggregationMode", HttpMethod.Post, Search, """{"sorting":{"sortBy":{"name":"a","type":"floatSeries","aggregationMode":"median"}}}""");
        await RefusedAsync(400, "negative", HttpMethod.Post, Search, """{"pagination":{"limit":-1}}""");
        await RefusedAsync(403, "w/none", HttpMethod.Post, Search.Replace("w%2Fp", "w%2Fnone", StringComparison.Ordinal), "{}");
        await RefusedAsync(400, "either mustMatchAny", HttpMethod.Post, Definitions, Names("""{"mustMatchAny":[{"mustMatchRegexes":["a"]}],"mustMatchRegexes":["b"]}"""));
        await RefusedAsync(400, "one level", HttpMethod.Post, Definitions, Names("""{"mustMatchAny":[{"mustMatchAny":[{"mustMatchRegexes":["b"]}]}]}"""));
        await RefusedAsync(400, "missing )", HttpMethod.Post, Definitions, Names("""{"mustMatchRegexes":["("]}"""));
        await RefusedAsync(400, "1 or more", HttpMethod.Post, Definitions, """{"projectIdentifiers":["w/p"],"nextPage":{"limit":0}}""");
        await RefusedAsync(400, "page token", HttpMethod.Post, Definitions, """{"projectIdentifiers":["w/p"],"nextPage":{"nextPageToken":"x"}}""");
        await RefusedAsync(400, "ascending", HttpMethod.Post, Root + "proto/attributes/series/float", """{"requests":[],"order":"up"}""");
        await RefusedAsync(400, "lineage", HttpMethod.Post, Root + "proto/attributes/series/float", Series("\"lineage\":\"HALF\""));
        await RefusedAsync(400, "normalizeToFirstValue", HttpMethod.Post, Root + "proto/attributes/series/float", Series("\"normalizeToFirstValue\":true"));
        await RefusedAsync(400, "fewer points", HttpMethod.Post, Root + "proto/attributes/series/float", """{"requests":[],"perSeriesPointsLimit":1e15}""");
        await RefusedAsync(404, "P-9", HttpMethod.Get, Root + "proto/attributes/queryAttributeDefinitions?experimentIdentifier=w%2Fp%2FP-9");
        await RefusedAsync(404, "no project", HttpMethod.Get, "/api/backend/v1/projects/get?projectIdentifier=w%2Fnone");
        await RefusedAsync(400, "projectIdentifier", HttpMethod.Get, "/api/backend/v1/projects/get");
        await RefusedAsync(400, "no visibility", HttpMethod.Post, "/api/backend/v1/projects", """{"organizationIdentifier":"w","name":"x","visibility":"secret"}""");
        await RefusedAsync(400, "request id", HttpMethod.Get, "/api/client/v1/ingest/check?projectIdentifier=w%2Fp&requestId=abc");
        await RefusedAsync(400, "'files'", HttpMethod.Post, "/api/storagebridge/v1/signedUrl", "{}");
        await RefusedAsync(403, "w/none", HttpMethod.Post, "/api/storagebridge/v1/signedUrl", """{"files":[{"path":"f","project_identifier":"w/none","permission":"read"}]}""");

        async Task RefusedAsync(int status, string says, HttpMethod method, string path, string? json = null)
        {
            using var request = new HttpRequestMessage(method, path);
            if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
            using var answer = await client.Http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode == status, $"{path} {json}: {(int)answer.StatusCode} {text}");
            var error = JsonDocument.Parse(text).RootElement;
            Assert.Equal(status, error.GetProperty("code").GetInt32());
            Assert.NotEmpty(error.GetProperty("errorType").GetString()!);
            Assert.Contains(says, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_status_can_be_asked_for_alone_in_the_address_or_in_the_body()
    {
        await using var server = await ServerProcess.StartAsync("--no-new-projects");
        using var client = await WireClient.SignInAsync(server);
        var missing = await client.CreateAsync("w/none", "r");
        await client.DoneAsync(missing);
        var misnamed = await client.CreateAsync("nowhere", "r");

        Assert.Equal([IngestCode.ProjectInvalidName], await client.DoneAsync(misnamed));
        using var inAddress = await client.Http.GetAsync($"/api/client/v1/ingest/check?projectIdentifier=w%2Fnone&requestId={missing}");
        using var question = new HttpRequestMessage(HttpMethod.Get, "/api/client/v1/ingest/check?projectIdentifier=w%2Fnone")
        {
            Content = new ByteArrayContent(new StatusCheck { Project = "w/none", RequestId = new RequestId { Value = missing } }.ToByteArray()),
        };
        using var inBody = await client.Http.SendAsync(question);
        foreach (var answer in new[] { inAddress, inBody })
        {
            var status = RequestStatus.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync());
            Assert.Equal((Code.NotFound, IngestCode.ProjectNotFound), (status.CodeByCount.Single().Code, status.CodeByCount.Single().Detail));
        }
    }

    [Fact]
    public async Task Search_in_protobuf_cuts_texts_and_counts_groups()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        foreach (var run in new[] { "first", "second", "third" })
        {
            await client.CreateAsync("w/p", run);
            await client.DoneAsync(await client.UpdateAsync("w/p", run, new UpdateRunSnapshot
            {
                Assign = { ["kind"] = new Value { String = run == "third" ? "odd" : "even" } },
            }));
        }

        using var cut = await client.Http.PostAsJsonAsync(
            Search, new { attributeFilters = new[] { new { path = "kind" } }, truncateStringTo = 2 });
        using var grouped = await client.Http.PostAsJsonAsync(
            Search, new { grouping = new { groupBy = new[] { new { name = "kind", type = "string" } } } });

        var texts = ProtoLeaderboardEntriesSearchResultDTO.Parser.ParseFrom(await cut.Content.ReadAsByteArrayAsync());
        Assert.Equal(["ev", "ev", "od"], texts.Entries.Select(entry => entry.Attributes.Single().StringProperties.Value).Order());
        var groups = ProtoLeaderboardEntriesSearchResultDTO.Parser.ParseFrom(await grouped.Content.ReadAsByteArrayAsync());
        Assert.Equal((3, 2), (groups.MatchingItemCount, groups.TotalGroupCount));
    }

    [Fact]
    public async Task A_deleted_project_loses_all_that_it_held_even_if_the_server_dies_at_once()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await client.CreateAsync("w/p", "r");
        await client.DoneAsync(await client.UpdateAsync("w/p", "r", WireClient.Point("loss", 1, 0.5)));

        using var deleted = await client.Http.DeleteAsync("/api/backend/v1/projects?projectIdentifier=w%2Fp");
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        await server.KillAsync();
        await server.StartAgainAsync();

        await ServerProcess.EventuallyAsync(
            () => server.Output.Contains("Removed the rows of deleted project", StringComparison.Ordinal), "The rows stayed.");
        using var again = await WireClient.SignInAsync(server);
        using var gone = await again.Http.GetAsync("/api/backend/v1/projects/get?projectIdentifier=w%2Fp");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);

        await again.DoneAsync(await again.CreateAsync("w/p", "r"));
        Assert.Empty(await again.PointsAsync("w/p", "P-1", "loss"));
    }

    const string Search = Root + "proto/leaderboard/entries/search/?projectIdentifier=w%2Fp&type=run";
    const string Definitions = Root + "leaderboard/attributes/definitions/query";

    static string Names(string filter) => $$"""{"projectIdentifiers":["w/p"],"attributeNameFilter":{{filter}}}""";

    static string Series(string field) => $$$"""
        {"perSeriesPointsLimit":1,"requests":[{"requestId":"0","series":{"holder":{"identifier":"w/p/P-1","type":"experiment"},"attribute":"a",{{{field}}}}}]}
        """;
}
