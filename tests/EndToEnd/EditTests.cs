using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>What a user changes of runs in the web app.</summary>
public class EditTests
{
    [Fact]
    public async Task Changes_made_by_users_are_seen_at_once_and_leave_other_runs_alone()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await client.DoneAsync(await client.CreateAsync("w/p", "a"));
        await client.DoneAsync(await client.CreateAsync("w/p", "b"));

        using var archived = await PostAsync(client, "runs:archive", new { runs = new[] { "w/p/P-1", "w/p/P-9" } });
        using var tagged = await PostAsync(client, "runs:modifyTags", Tags(["w/p/P-1", "w/p/P-2"], ["x", "y"], []));
        using var untagged = await PostAsync(client, "runs:modifyTags", Tags(["w/p/P-1"], [], ["x"]));
        using var described = await PostAsync(
            client, "attributes/operations?holderIdentifier=w%2Fp%2FP-2&holderType=experiment",
            new object[]
            {
                new { path = "sys/description", assignString = new { value = "what\n<b>it</b> is" } },
                new { path = "sys/id", assignString = new { value = "P-7" } },
            });

        Assert.Equal("w/p/P-1", archived.RootElement.GetProperty("updatedExperimentIdentifiers")[0].GetString());
        Assert.Equal("NOT_EXISTS", archived.RootElement.GetProperty("errors")[0].GetProperty("reason").GetString());
        Assert.Equal(1, described.RootElement.GetArrayLength());
        using var first = await AttributesAsync(client, "w/p/P-1");
        using var second = await AttributesAsync(client, "w/p/P-2");
        Assert.True(Value(first, "sys/archived", "bool").GetBoolean());
        Assert.False(Value(second, "sys/archived", "bool").GetBoolean());
        Assert.Equal(["y"], Texts(first));
        Assert.Equal(["x", "y"], Texts(second));
        Assert.Equal("what\n<b>it</b> is", Value(second, "sys/description", "string").GetString());
        Assert.Equal("P-2", Value(second, "sys/id", "string").GetString());
    }

    static object Tags(string[] runs, string[] add, string[] remove) => new
    {
        updatePerProject = new Dictionary<string, object>
        {
            ["w/p"] = new { experimentIdentifiers = runs, tagsToAdd = add, tagsToDelete = remove },
        },
    };

    static string?[] Texts(JsonDocument attributes) =>
        [.. Property(attributes, "sys/tags", "stringSet").GetProperty("values").EnumerateArray().Select(tag => tag.GetString())];

    static JsonElement Value(JsonDocument attributes, string path, string type) =>
        Property(attributes, path, type).GetProperty("value");

    static JsonElement Property(JsonDocument attributes, string path, string type) =>
        attributes.RootElement.GetProperty("attributes").EnumerateArray()
            .Single(attribute => attribute.GetProperty("name").GetString() == path).GetProperty(type + "Properties");

    static async Task<JsonDocument> AttributesAsync(WireClient client, string run)
    {
        using var answer = await client.Http.GetAsync(
            $"/api/leaderboard/v1/attributes/attributes?holderIdentifier={Uri.EscapeDataString(run)}&holderType=experiment");
        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }

    static async Task<JsonDocument> PostAsync(WireClient client, string path, object body)
    {
        using var answer = await client.Http.PostAsJsonAsync("/api/leaderboard/v1/" + path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text);
    }
}
