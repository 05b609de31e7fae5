using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Sharing;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Sharing;

/// <summary>What widgets read, out of their documents.</summary>
public class WidgetNeedsTests
{
    [Theory]
    // Lines, bands, thresholds and the metric along x.
    [InlineData(
        """{"type":"chart","options":{"lines":[{"formula":"${a} + ${b}"}],"thresholds":[{"level":"run_min(${c})"},{"value":3}]}}""", "a b c",
        "${a} + ${b}|run_min(${c})")]
    [InlineData("""{"type":"chart","options":{"axes":{"x":"tokens"}}}""", "tokens", "tokens")]
    [InlineData(
        """{"type":"chart","options":{"lines":[{"formula":"${a}","band":{"kind":"between","low":"${b}","high":"2 * ${c}"}}]}}""", "a b c",
        "${a}|${b}|2 * ${c}")]
    [InlineData(
        """{"type":"chart","options":{"lines":[{"formula":"${a}","band":{"kind":"around","by":"${b}"}}]}}""", "a b",
        "${a}|(${a}) - (${b})|(${a}) + (${b})|${b}")]
    // Values, columns, axes and colors.
    [InlineData("""{"type":"singleValue","options":{"kind":"value","value":"last(${a})"}}""", "a", "last(${a})")]
    [InlineData(
        """{"type":"table","options":{"kind":"runs","fields":[{"path":"a","type":"float"},{"path":"run_max(${b})","type":"formula"}]}}""", "a b",
        "run_max(${b})")]
    [InlineData(
        """{"type":"scatterPlot","options":{"x":{"path":"a","type":"int"},"y":{"path":"b","type":"int"},"colorBy":{"path":"c","type":"string"}}}""",
        "a b c", "")]
    // Texts, histograms, logs, and what Neptune itself writes.
    [InlineData("""{"type":"textNode","freeText":"{{ last(${a}) | .3f | min }} and {{ @b | si }}"}""", "a", "last(${a})|@b")]
    [InlineData("""{"type":"histogram","options":{"series":"a"}}""", "a", "")]
    [InlineData("""{"type":"chart","attributes":[{"name":"a","type":"floatSeries"}]}""", "a", "")]
    [InlineData("""{"type":"chart","name":"${title}","options":{"title":"${title}","note":"${note}"}}""", "", "")]
    // What is wrong reads nothing.
    [InlineData("""{"type":"chart","options":{"lines":[{"formula":"${a} +"}]}}""", "", "${a} +")]
    [InlineData("""{"type":"chart","options":7,"attributes":{}}""", "", "")]
    public void Finds_names_and_formulas(string widget, string names, string formulas)
    {
        var needs = Of(widget);

        Assert.Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), needs.Names.Order());
        Assert.Equal(formulas.Split('|', StringSplitOptions.RemoveEmptyEntries).Order(), needs.Formulas.Order());
    }

    [Fact]
    public void Finds_patterns_with_the_types_that_are_drawn()
    {
        var line = Assert.Single(Of("""{"type":"chart","attributeNameMustMatchRegexes":["^a"],"attributeNameMustNotMatchRegexes":["b"]}""").Matched);
        Assert.Equal(["^a"], line.Names!.Alternatives[0].MustMatch); // there is a filter
        Assert.Equal(["b"], line.Names.Alternatives[0].MustNotMatch);
        Assert.Equal([AttributeType.FloatSeries], line.Types);

        var match = Assert.Single(Of("""{"type":"chart","options":{"lines":[{"match":"^a & !b | c"}]}}""").Matched);
        Assert.Equal(2, match.Names!.Alternatives.Count);
        Assert.Equal([AttributeType.FloatSeries], match.Types);

        var section = Assert.Single(Of("""{"type":"dynamicSection","attributeNameMustMatchRegexes":["x"],"options":{"template":{"kind":"logs"}}}""").Matched);
        Assert.Equal([AttributeType.StringSeries], section.Types);

        var all = Assert.Single(Of("""{"type":"table","options":{"kind":"attributes"}}""").Matched);
        Assert.Null(all.Names);
    }

    [Theory]
    [InlineData("${a}", "${b}", "(${a}) - (${b})")]
    [InlineData("let f = 2; f * ${a}", "1", "let f = 2; (f * ${a}) - (1)")]
    [InlineData("${a;b} # half", "\"x;y\"", "(${a;b} # half\n) - (\"x;y\")")]
    public void Writes_the_edges_of_a_band_as_the_app_does(string formula, string by, string edge) =>
        Assert.Equal(edge, CombinedFormula.Of(formula, "-", by));

    [Theory]
    [InlineData("""{"type":"gallery"}""", false)]
    [InlineData("""{"type":"notebook"}""", true)]
    [InlineData("""{"type":"chart","options":{"lines":[{"formula":"${a/$(layer)}"}]}}""", true)]
    [InlineData("""{"type":"chart","options":{"lines":[{"formula":"${a/$(other)}"}]}}""", false)]
    [InlineData("""{"type":"section","name":"s"}""", false)]
    public void Withholds_what_cannot_be_told_exactly(string widget, bool isWithheld) =>
        Assert.Equal(isWithheld, SharedWidgets.ReasonOf(JsonDocument.Parse(widget).RootElement, new HashSet<string> { "layer" }) is not null);

    static WidgetNeeds Of(string widget)
    {
        var needs = new WidgetNeeds();
        needs.Add(JsonDocument.Parse(widget).RootElement);
        return needs;
    }
}
