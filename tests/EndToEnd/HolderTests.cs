using System.Net.Http.Json;
using System.Text.Json;
using NeptuneAlt.Wire.Api;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>The attributes of one run: all, or those that were named; as JSON and as protobuf.</summary>
public class HolderTests
{
    const string Route = "attributes/attributes?holderIdentifier=w%2Fp%2FP-1&holderType=experiment";

    [Fact]
    public async Task Named_attributes_of_a_run_are_the_same_in_both_forms()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await client.DoneAsync(await client.CreateAsync("w/p", "a"));
        double[] values = [0.1, 0.2, 0.3, 0.7];
        await client.DoneAsync(await client.UpdateAsync(
            "w/p", "a", [.. values.Select((value, step) => WireClient.Point("loss", step, value))]));

        using var json = await client.Http.PostAsJsonAsync("/api/leaderboard/v1/" + Route, Body("loss", "sys/id", "none"));
        using var proto = await client.Http.PostAsJsonAsync(
            "/api/leaderboard/v1/proto/" + Route, Body("loss", "sys/id", "none"));

        using var first = JsonDocument.Parse(await json.Content.ReadAsStringAsync());
        var second = ProtoAttributesDTO.Parser.ParseFrom(await proto.Content.ReadAsByteArrayAsync());
        Assert.Equal(
            ["loss", "sys/id"],
            first.RootElement.GetProperty("attributes").EnumerateArray().Select(a => a.GetProperty("name").GetString()));
        Assert.Equal(["loss", "sys/id"], second.Attributes.Select(attribute => attribute.Name));
        Assert.Equal("w", second.OrganizationName);
        Assert.Equal(first.RootElement.GetProperty("experimentId").GetString(), second.ExperimentId);
        Assert.Equal("P-1", second.Attributes[1].StringProperties.Value);

        // The very sum that a client gets of the same values: nearly equal would fail those who compare.
        Assert.Equal(values.Sum() / values.Length, second.Attributes[0].FloatSeriesProperties.Average);
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_told_in_both_forms()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await client.DoneAsync(await client.CreateAsync("w/p", "a"));

        foreach (var form in new[] { "", "proto/" })
        {
            using var answer = await client.Http.PostAsJsonAsync(
                $"/api/leaderboard/v1/{form}attributes/attributes?holderIdentifier=w%2Fp%2FP-2", Body("loss"));
            var error = await WireClient.ErrorAsync(answer, System.Net.HttpStatusCode.NotFound);
            Assert.Contains("P-2", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        }
    }

    static object Body(params string[] paths) => new { attributePathsFilter = paths };
}
