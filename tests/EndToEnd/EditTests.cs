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
                new { path = "past", assignDatetime = new { valueMilliseconds = long.MinValue } },
                new { path = "before", assignDatetime = new { valueMilliseconds = -1 } },
            });

        Assert.Equal("w/p/P-1", archived.RootElement.GetProperty("updatedExperimentIdentifiers")[0].GetString());
        Assert.Equal("NOT_EXISTS", archived.RootElement.GetProperty("errors")[0].GetProperty("reason").GetString());
        var refused = described.RootElement.EnumerateArray()
            .Select(error => error.GetProperty("errorDescription").GetString()!).ToArray();
        Assert.Equal(2, refused.Length);
        Assert.Single(refused, said => said.Contains("1900 to 2299", StringComparison.Ordinal));
        using var first = await AttributesAsync(client, "w/p/P-1");
        using var second = await AttributesAsync(client, "w/p/P-2");
        Assert.True(Value(first, "sys/archived", "bool").GetBoolean());
        Assert.False(Value(second, "sys/archived", "bool").GetBoolean());
        Assert.Equal(["y"], Texts(first));
        Assert.Equal(["x", "y"], Texts(second));
        Assert.Equal("what\n<b>it</b> is", Value(second, "sys/description", "string").GetString());
        Assert.Equal("P-2", Value(second, "sys/id", "string").GetString());
        Assert.Equal("1969-12-31T23:59:59.999Z", Value(second, "before", "datetime").GetString());
    }

    [Fact]
    public async Task An_experiment_that_is_renamed_takes_its_runs_along_and_joins_the_one_of_that_name()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        foreach (var (run, experiment) in new[] { ("1", "a"), ("2", "b"), ("3", "a"), ("4", "b") })
            await client.DoneAsync(await client.CreateAsync("w/p", run, experiment));
        Assert.Empty(await AssignAsync(client, "P-1", "sys/name", "of my own"));

        Assert.Empty(await AssignAsync(client, "P-3", "sys/experiment/name", "it's \"new\" <b>"));
        Assert.Equal("P-3 it's \"new\" <b>, P-4 b", await HeadsAsync(client));
        Assert.Empty(await AssignAsync(client, "P-4", "sys/experiment/name", "it's \"new\" <b>"));

        // The newest of both heads them; a name of a run's own stays.
        Assert.Equal("P-4 it's \"new\" <b>", await HeadsAsync(client));
        using var own = await AttributesAsync(client, "w/p/P-1");
        using var former = await AttributesAsync(client, "w/p/P-3");
        Assert.Equal("of my own", Value(own, "sys/name", "string").GetString());
        Assert.Equal("it's \"new\" <b>", Value(own, "sys/experiment/name", "string").GetString());
        Assert.False(Value(former, "sys/experiment/is_head", "bool").GetBoolean());

        // The former name is free.
        await client.DoneAsync(await client.CreateAsync("w/p", "5", "a"));
        Assert.Equal("P-4 it's \"new\" <b>, P-5 a", await HeadsAsync(client));
    }

    [Fact]
    public async Task A_name_that_cannot_be_is_refused_with_the_reason()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await client.DoneAsync(await client.CreateAsync("w/p", "1"));

        Assert.Equal("A name takes at least one character.", (await AssignAsync(client, "P-1", "sys/name", " "))[0]);
        Assert.Equal(
            "A name takes at most 730 bytes; this one has 732.",
            (await AssignAsync(client, "P-1", "sys/name", string.Concat(Enumerable.Repeat("🚀", 183))))[0]);
        Assert.Equal("Run 'P-1' is of no experiment.", (await AssignAsync(client, "P-1", "sys/experiment/name", "x"))[0]);
        Assert.Single(await AssignAsync(client, "P-1", "sys/id", "P-7"));
        Assert.Empty(await AssignAsync(client, "P-1", "sys/name", "named"));
    }

    static async Task<string?[]> AssignAsync(WireClient client, string run, string path, string value)
    {
        var holder = Uri.EscapeDataString("w/p/" + run);
        using var errors = await PostAsync(
            client, $"attributes/operations?holderIdentifier={holder}&holderType=experiment",
            new object[] { new { path, assignString = new { value } } });
        return [.. errors.RootElement.EnumerateArray().Select(error => error.GetProperty("errorDescription").GetString())];
    }

    /// <summary>What a list of experiments shows: the id and the name of each, the oldest first.</summary>
    static async Task<string> HeadsAsync(WireClient client)
    {
        using var page = await PostAsync(
            client, "leaderboard/entries/search?projectIdentifier=w%2Fp&type=run",
            new
            {
                experimentLeader = true, attributeFilters = new[] { new { path = "sys/id" }, new { path = "sys/name" } },
                pagination = new { limit = 10, offset = 0 },
                sorting = new { dir = "ascending", sortBy = new { name = "sys/id", type = "string" } },
            });
        return string.Join(", ", page.RootElement.GetProperty("entries").EnumerateArray().Select(entry => string.Join(
            ' ', new[] { "sys/id", "sys/name" }.Select(path => entry.GetProperty("attributes").EnumerateArray()
                .Single(one => one.GetProperty("name").GetString() == path)
                .GetProperty("stringProperties").GetProperty("value").GetString()))));
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
