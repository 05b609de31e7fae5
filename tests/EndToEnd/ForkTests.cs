using System.Net.Http.Json;
using NeptuneAlt.Wire.Api;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>What forks take over, whichever of the two comes first.</summary>
public class ForkTests
{
    const string Project = "w/p";

    [Fact]
    public async Task A_fork_that_was_there_before_its_parent_ends_as_one_that_came_after_it()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);

        Assert.Equal([IngestCode.RunForkParentNotFound], await client.DoneAsync(await ForkAsync(client, "early", "parent", 2)));
        await client.DoneAsync(await ForkAsync(client, "grandchild", "early", 3));
        await client.DoneAsync(await client.UpdateAsync(Project, "early", Config("mine", 1)));
        await client.DoneAsync(await client.CreateAsync(Project, "parent"));
        await client.DoneAsync(await client.UpdateAsync(
            Project, "parent", Config("mine", 7), Config("theirs", 8), Tag("base"), WireClient.Point("loss", 1, 0.5), WireClient.Point("loss", 3, 0.25)));
        await client.DoneAsync(await ForkAsync(client, "after", "parent", 2));

        var after = await AttributesAsync(client, "after");
        Assert.Equal((8, 7), (after["theirs"].IntProperties.Value, after["mine"].IntProperties.Value));
        var early = await EventuallyAsync(client, "early", attributes => attributes.ContainsKey("theirs") && attributes.ContainsKey("loss"));
        Assert.Equal((8, 1), (early["theirs"].IntProperties.Value, early["mine"].IntProperties.Value));
        Assert.Equal(["base"], early["sys/tags"].StringSetProperties.Value);
        Assert.Equal(0.5, early["loss"].FloatSeriesProperties.Last);
        Assert.Equal(1, early["sys/forking/depth"].IntProperties.Value);
        var grandchild = await EventuallyAsync(client, "grandchild", attributes => attributes.ContainsKey("theirs"));
        Assert.Equal(2, grandchild["sys/forking/depth"].IntProperties.Value);
        Assert.Equal("early", grandchild["sys/forking/parent"].StringProperties.Value);
    }

    [Fact]
    public async Task A_fork_of_another_project_or_without_its_step_is_refused()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await client.DoneAsync(await client.CreateAsync(Project, "parent"));

        var abroad = new ForkPoint { ParentProject = "w/other", ParentRunId = "parent", Step = new Step { Whole = 1 } };
        var nowhere = new ForkPoint { ParentProject = Project, ParentRunId = "parent" };

        foreach (var fork in new[] { abroad, nowhere })
            Assert.Equal(
                [IngestCode.RunInvalidCreationParameters],
                await client.DoneAsync(await client.SubmitAsync(new RunOperation
                {
                    Project = Project, RunId = "child", Create = new Run { RunId = "child", ForkPoint = fork },
                })));
    }

    static Task<string> ForkAsync(WireClient client, string runId, string parent, ulong step) => client.SubmitAsync(new RunOperation
    {
        Project = Project, RunId = runId,
        Create = new Run
        {
            RunId = runId, InheritConfigs = true,
            ForkPoint = new ForkPoint { ParentProject = Project, ParentRunId = parent, Step = new Step { Whole = step } },
        },
    });

    static UpdateRunSnapshot Config(string path, long value) => new() { Assign = { [path] = new Value { Int64 = value } } };

    static UpdateRunSnapshot Tag(string tag) => new()
    {
        ModifySets = { ["sys/tags"] = new ModifySet { String = new ModifyStringSet { Values = { [tag] = SET_OPERATION.Add } } } },
    };

    /// <summary>What a parent brings late comes through the log, soon after what brought it is done.</summary>
    static async Task<Dictionary<string, ProtoAttributeDTO>> EventuallyAsync(
        WireClient client, string runId, Func<Dictionary<string, ProtoAttributeDTO>, bool> isThere)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var attributes = await AttributesAsync(client, runId);
            if (isThere(attributes)) return attributes;
            await Task.Delay(200);
        }

        throw new TimeoutException($"{runId} did not take over what its parent brought.");
    }

    static async Task<Dictionary<string, ProtoAttributeDTO>> AttributesAsync(WireClient client, string runId)
    {
        using var answer = await client.Http.PostAsJsonAsync(
            "/api/leaderboard/v1/proto/attributes/attributes?holderIdentifier=" + Uri.EscapeDataString($"CUSTOM/{Project}/{runId}"), new { });
        answer.EnsureSuccessStatusCode();
        return ProtoAttributesDTO.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync()).Attributes
            .ToDictionary(attribute => attribute.Name);
    }
}
