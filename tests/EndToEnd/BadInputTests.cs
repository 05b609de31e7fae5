using System.Net;
using System.Net.Http.Json;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Xunit;

namespace NeptuneAlt.EndToEnd;

public class BadInputTests
{
    [Fact]
    public async Task Answers_as_the_clients_expect_and_goes_on()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);

        await Refuses_a_bad_token(server);
        await Refuses_what_is_no_request(client);
        await Tells_of_a_project_that_is_not_there(client);
        await Stores_the_siblings_of_bad_values(client);
        Assert.Equal([IngestCode.RunNotFound], await client.DoneAsync(await client.UpdateAsync("w/p", "never-created", WireClient.Point("a", 1, 1))));
    }

    [Fact]
    public async Task Reports_a_project_that_is_not_there_where_none_are_made()
    {
        await using var server = await ServerProcess.StartAsync("--no-new-projects");
        using var client = await WireClient.SignInAsync(server);

        Assert.Equal([IngestCode.ProjectNotFound], await client.DoneAsync(await client.CreateAsync("w/p", "r")));
    }

    static async Task Refuses_a_bad_token(ServerProcess server)
    {
        using var http = new HttpClient { BaseAddress = new Uri(server.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/backend/v1/authorization/oauth-token");
        request.Headers.Add("X-Neptune-Api-Token", "bm90IGEgdG9rZW4=");
        using var exchange = await http.SendAsync(request);
        Assert.True((await WireClient.ErrorAsync(exchange, HttpStatusCode.Unauthorized)).TryGetProperty("message", out _));

        using var ingest = await http.PostAsync("/api/client/v1/ingest", new ByteArrayContent([1]));
        await WireClient.ErrorAsync(ingest, HttpStatusCode.Unauthorized);
    }

    static async Task Refuses_what_is_no_request(WireClient client)
    {
        using var broken = await client.PostAsync("/api/client/v1/ingest", [0x0A, 0xFF, 0xFF, 0xFF]);
        await WireClient.ErrorAsync(broken, HttpStatusCode.BadRequest);

        using var large = await client.PostAsync("/api/client/v1/ingest", new byte[18 << 20]);
        await WireClient.ErrorAsync(large, HttpStatusCode.RequestEntityTooLarge);
    }

    static async Task Tells_of_a_project_that_is_not_there(WireClient client)
    {
        using var answer = await client.Http.PostAsJsonAsync(
            "/api/leaderboard/v1/proto/leaderboard/entries/search/?projectIdentifier=no%2Fwhere&type=run", new { });

        var error = await WireClient.ErrorAsync(answer, HttpStatusCode.Forbidden);
        Assert.Equal("ACCESS_DENIED", error.GetProperty("errorType").GetString());
    }

    static async Task Stores_the_siblings_of_bad_values(WireClient client)
    {
        Assert.Empty(await client.DoneAsync(await client.CreateAsync("w/p", "r")));
        var snapshot = WireClient.Point("good", 1, 1.5);
        snapshot.Append[""] = new Value { Float64 = 2 };
        snapshot.Assign["config"] = new Value { Int64 = 3 };
        var first = await client.UpdateAsync("w/p", "r", snapshot);
        var second = await client.UpdateAsync("w/p", "r", WireClient.Point("config", 1, 1), WireClient.Point("good", 1, 9), WireClient.Point("good", 2, 2.5));

        Assert.Equal([IngestCode.FieldPathEmpty], await client.DoneAsync(first));
        Assert.Equal([IngestCode.FieldTypeConflicting, IngestCode.SeriesStepNonIncreasing], await client.DoneAsync(second));
        Assert.Equal([(1, 1.5), (2, 2.5)], await client.PointsAsync("w/p", "P-1", "good"));

        var details = new BulkCheckDetail { Project = "w/p", Ids = { new RequestId { Value = second } } };
        using var answer = await client.PostAsync("/api/client/v1/ingest/checkDetails", Google.Protobuf.MessageExtensions.ToByteArray(details));
        var told = BulkIngestResultDetail.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync()).Details;
        Assert.Equal(["config", "good"], told.Select(detail => detail.Path));
    }
}
