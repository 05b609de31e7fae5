using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Server.Hosting.Commands.Dashboards;
using Xunit;

namespace NeptuneAlt.Unit.Server.Hosting;

public class DashboardFileTests
{
    static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    const string Yaml = """
        neptunealt: dashboard/1
        name: Pretraining
        type: compare
        config:
          smoothing: 3
          xaxisRange:
            from: 0.50
        extra:
          v: 1
        newer:
          a: 1
          b: null
        widgets:
        - id: s1
          type: section
          name: Loss
          at: [0, 0, 24, 1]
        - id: w1
          type: chart
          at: [0, 1, 12, 10]
          attributes:
          - name: train/loss
            type: floatSeries
          attributeNameMustMatchRegexes:
          - '^train/'
          options:
            kind: line
            y:
              log: true
          mine: yes please
        - id: w2
          type: textNode
          at: {x: 12, y: 1, w: 11, h: 10, isStatic: true}
          freeText: |-
            # Notes

            $\alpha$ is **small**.

        """;

    [Fact]
    public void Prints_what_it_reads()
    {
        var read = DashboardFile.Read(Yaml);

        Assert.Equal(Yaml, DashboardFile.Print(read));
        Assert.Equal(
            """{"id":"w1","x":0,"y":1,"w":6,"h":10}""", read["layouts"]!["md"]![1]!.ToJsonString());
        Assert.Equal("""{"id":"w2","x":0,"y":11,"w":1,"h":10,"isStatic":true}""", read["layouts"]!["xs"]![2]!.ToJsonString());
        Assert.Equal("# Notes\n\n$\\alpha$ is **small**.", (string?)read["widgets"]![2]!["freeText"]);
    }

    [Fact]
    public void Says_only_what_the_dashboard_is_in_one_order()
    {
        var told = DashboardFile.Read(Yaml);
        foreach (var field in new[] { "id", "versionBranch", "owner", "createdTime", "lastUpdatedTime", "versionName" }) told[field] = "x";
        told["draft"] = false;
        told["icon"] = null;
        told["extra"]!["base"] = "b";
        told["extra"]!["key"] = "k";
        var reversed = new JsonObject(told.Reverse().Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));

        Assert.Equal(Yaml, DashboardFile.Print(reversed));
    }

    [Fact]
    public void Keeps_layouts_that_do_not_follow_from_the_widest()
    {
        var board = DashboardFile.Read(Yaml);
        board["layouts"]!["md"]![0]!["y"] = 7;
        var narrow = DashboardFile.Print(board);
        Assert.Contains("layouts:\n  md:\n  - {id: s1, x: 0, y: 7, w: 12, h: 1}\n", narrow, StringComparison.Ordinal);
        Assert.Equal(board["layouts"]!.ToJsonString(), DashboardFile.Read(narrow)["layouts"]!.ToJsonString());

        var widest = board["layouts"]!["xl"]!.AsArray();
        widest.RemoveAt(2);
        var whole = DashboardFile.Print(board);
        Assert.DoesNotContain("at:", whole, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(board["layouts"], DashboardFile.Read(whole)["layouts"]));
    }

    [Theory]
    [InlineData("name: x\nwidgets: []", "It does not say that it is a dashboard")]
    [InlineData("[]", "It is not a dashboard.")]
    [InlineData("neptunealt: dashboard/1\nname: x", "It has no widgets")]
    [InlineData("neptunealt: dashboard/1\nwidgets: [1]", "widgets is a list of objects")]
    [InlineData("neptunealt: dashboard/1\nwidgets:\n- id: w1", "The widget \"w1\" needs its place")]
    [InlineData("neptunealt: dashboard/1\nwidgets:\n- id: w1\n  at: [0, 0, 1.5, 1]", "The widget \"w1\" needs its place")]
    public void Says_what_is_missing(string yaml, string said) =>
        Assert.StartsWith(said, Assert.Throws<FormatException>(() => DashboardFile.Read(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void Has_its_schema_in_the_docs()
    {
        var made = DashboardFile.Schema().ToJsonString(s_indented) + "\n";
        var committed = Path.Combine(Repository.Root, "docs", "formats", "dashboard.schema.json");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(committed, made);

        Assert.True(
            File.ReadAllText(committed) == made, "docs/formats/dashboard.schema.json is old. Run this test with UPDATE_GOLDEN=1.");
    }

    [Fact]
    public void Tells_lines_that_went_and_came()
    {
        Assert.Equal(["  b", "- c", "+ x", "+ y", "  d", "  e"], LineDiff.Of("a\nb\nc\nd\ne\nf\n", "a\nb\nx\ny\nd\ne\nf\n").Skip(1).Take(6));
        Assert.Equal(["+ a", "+ b"], LineDiff.Of("", "a\nb\n"));
        Assert.Empty(LineDiff.Of("a\n", "a\n"));
    }

    [Fact]
    public void Gives_each_dashboard_a_key_of_its_own()
    {
        static JsonObject One(string branch, string name, string? key = null) => new()
        {
            ["versionBranch"] = branch, ["name"] = name, ["extra"] = key is null ? null : new JsonObject { ["key"] = key },
        };
        JsonObject[] all =
        [
            One("c-1", "Loss & Accuracy!"), One("b-1", "loss accuracy"), One("a-1", "x", "loss-accuracy"), One("d-1", "🚀"), One("e-1", "up", "../up"),
        ];

        var keys = DashboardKeys.Of(all);
        Assert.Equal(["dashboard", "loss-accuracy", "loss-accuracy-b1", "loss-accuracy-c1", "up"], keys.Keys);
        Assert.Equal(keys.Select(one => (one.Key, (string?)one.Value["versionBranch"])), DashboardKeys.Of(all.Reverse()).Select(one => (one.Key, (string?)one.Value["versionBranch"])));
    }
}
