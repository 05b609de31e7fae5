using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Dashboards;
using NeptuneAlt.Server.Api.Dashboards.Defaults;
using NeptuneAlt.Store.Reads;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Dashboards;

public class DefaultBoardTests
{
    static AttributeFamily Series(string path) => new(path, AttributeType.FloatSeries, 1, path);

    [Fact]
    public void Is_empty_where_nothing_is_logged()
    {
        var (widgets, layouts) = DefaultBoard.Of([]);
        Assert.Empty(widgets);
        Assert.Equal(["lg", "md", "sm", "xl", "xs"], layouts.Select(size => size.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Shows_what_matters_first_and_the_machine_last()
    {
        var sections = Sections(
        [
            Series("system/gpu_util"), Series("train/loss"), Series("val/loss"), Series("train/lr"), Series("optimizer/beta2"),
            new("layers/#/grad_norm", AttributeType.FloatSeries, 96, "layers/0/grad_norm"),
            new("weights", AttributeType.HistogramSeries, 1, "weights"), new("samples", AttributeType.FileRefSeries, 1, "samples"),
            new("stdout", AttributeType.StringSeries, 1, "stdout"), new("config/lr", AttributeType.Float, 1, "config/lr"),
            new("result/bleu", AttributeType.Float, 1, "result/bleu"), new("model", AttributeType.FileRef, 1, "model"),
        ]);

        Assert.Equal(
            [
                "Key metrics", "Train and evaluation", "optimizer", "train", "val", "layers/#/grad_norm", "Distributions", "Media",
                "Files", "Values", "Logs", "Configuration", "system",
            ],
            sections.Select(section => section.Name));
        Assert.Equal("singleValue train/loss; singleValue val/loss; chart train/loss; chart val/loss", sections[0].Widgets);
        Assert.Equal("chart loss", sections[1].Widgets);
        Assert.Equal("chart optimizer/beta2", sections[2].Widgets);
        Assert.Equal("valueList stdout", sections[10].Widgets);
    }

    [Fact]
    public void Makes_families_dynamic_sections_that_capture_their_numbers()
    {
        var (widgets, _) = DefaultBoard.Of(
            [new("a.b/#/head_#/norm", AttributeType.FloatSeries, 64, "a.b/0/head_0/norm"), new("top#_acc", AttributeType.FloatSeries, 2, "top1_acc")]);

        var family = widgets.Single(widget => (string?)widget!["type"] == "dynamicSection")!;
        var pattern = (string)family["attributeNameMustMatchRegexes"]![0]!; // a dynamic section has one
        Assert.Equal(["12", "3"], Regex.Match("a.b/12/head_3/norm", pattern).Groups.Values.Skip(1).Select(group => group.Value));
        Assert.DoesNotMatch(pattern, "aXb/1/head_3/norm");
        Assert.Equal(("captures", "line"), ((string?)family["options"]!["by"], (string?)family["options"]!["template"]!["kind"]));
        var few = widgets.Single(widget => (string?)widget!["type"] == "chart")!;
        Assert.Equal("^top([0-9]+)_acc$", (string?)few["attributeNameMustMatchRegexes"]![0]);
    }

    /// <summary>Whatever is logged, the dashboard can be saved as it is.</summary>
    [Fact]
    public void Can_be_saved_whatever_is_logged()
    {
        var part = Gen.OneOf(
            OneOf("train", "val", "system", "config", "loss", "acc", "layers", "#", "a b", "x$(1)", "(", "π", "top#"),
            Gen.Char['!', '~'].Array[1, 300].Select(characters => new string(characters)));
        var family =
            from path in part.Array[1, 4].Select(parts => string.Join('/', parts))
            from type in OneOf(Enum.GetValues<AttributeType>()[1..])
            from members in OneOf(1L, 2, 3, 4, 500)
            select new AttributeFamily(path, type, members, path.Replace("#", "7", StringComparison.Ordinal));
        family.List[0, 400].Sample(
            families =>
            {
                var (widgets, layouts) = DefaultBoard.Of(families);
                var board = new JsonObject { ["name"] = "d", ["type"] = "compare", ["widgets"] = widgets, ["layouts"] = layouts };
                var root = System.Text.Json.JsonDocument.Parse(board.ToJsonString()).RootElement;
                Assert.Null(DashboardShapes.Document.Fault(root));
                Assert.Null(DashboardRules.Fault(root));
            },
            iter: 200);
    }

    [Fact]
    public void Orders_numbers_in_names_by_size()
    {
        string[] ordered = ["a", "a/01", "a/1", "a/2", "a/10", "a/10b", "a/b", "b", "π"];
        Assert.Equal(ordered, ordered.Reverse().Order(NaturalOrder.Instance));
    }

    static List<(string Name, string Widgets)> Sections(IReadOnlyList<AttributeFamily> families)
    {
        var (widgets, layouts) = DefaultBoard.Of(families);
        var places = layouts["xl"]!.AsArray().ToDictionary(place => (string)place!["id"]!, place => ((int)place!["y"]!, (int)place["x"]!));
        Assert.Equal(
            widgets.Select(widget => (string)widget!["id"]!), places.OrderBy(place => place.Value).Select(place => place.Key));
        var sections = new List<(string Name, string Widgets)>();
        foreach (var widget in widgets)
        {
            var (type, name) = ((string)widget!["type"]!, (string)widget["name"]!); // every widget has both
            if (type is "section" or "dynamicSection") sections.Add((name, ""));
            else sections[^1] = (sections[^1].Name, $"{sections[^1].Widgets}{(sections[^1].Widgets == "" ? "" : "; ")}{type} {name}");
        }

        return sections;
    }

    static Gen<T> OneOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(at => items[at]);
}
