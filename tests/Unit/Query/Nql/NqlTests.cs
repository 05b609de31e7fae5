using CsCheck;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Nql;
using NeptuneAlt.Unit.Query.Runs;
using Xunit;

namespace NeptuneAlt.Unit.Query.Nql;

public class NqlTests
{
    [Fact]
    public void Prints_what_reads_back_as_the_same_filter() =>
        FilterGen.Of(Gen.OneOf(Gen.Const("sys/name"), Gen.String[Gen.Char["ab/\\\"ü :"], 1, 8]))
            .Sample(filter => Assert.Equal(filter, Parser.Parse(Printer.Print(filter))), iter: 2000);

    [Theory]
    [InlineData("", "")]
    [InlineData("  ", "")]
    [InlineData("`a`:int = 1", "`a`:int == \"1\"")]
    [InlineData("`a`:integer=1", "`a`:int == \"1\"")]
    [InlineData("`a`:float != \"0.5\"", "`a`:float != \"0.5\"")]
    [InlineData("NOT `a`:float != \"0.5\"", "`a`:float == \"0.5\"")]
    [InlineData("`m`:floatSeries > \"1e-09\"", "`m`:floatSeries > \"1e-09\"")]
    [InlineData("variance(`m`:floatSeries) >= \"1.5\"", "variance(`m`:floatSeries) >= \"1.5\"")]
    [InlineData("last(m) > 0.5", "last(`m`) > \"0.5\"")]
    [InlineData("sys/creation_time:datetime > \"2024-01-01T00:00:00Z\"",
        "`sys/creation_time`:datetime > \"2024-01-01T00:00:00Z\"")]
    [InlineData("`sys/creation_time`:datetime < -3M", "`sys/creation_time`:datetime < \"-3M\"")]
    [InlineData("(`a`:string == \"x\") or (`b`:string EXISTS)", "(`a`:string == \"x\") OR (`b`:string EXISTS)")]
    [InlineData("a = 1 OR b = 2 AND c = 3", "(`a` == \"1\") OR ((`b` == \"2\") AND (`c` == \"3\"))")]
    [InlineData("NOT (`sys/name`:string CONTAINS blobfish AND `sys/failed`:bool = True)",
        "NOT ((`sys/name`:string CONTAINS \"blobfish\") AND (`sys/failed`:bool == \"True\"))")]
    [InlineData("`t`:stringSet NOT CONTAINS \"a b\"", "`t`:stringSet NOT CONTAINS \"a b\"")]
    [InlineData("`t` NOT EXISTS", "NOT (`t` EXISTS)")]
    [InlineData("NOT `t` EXISTS", "NOT (`t` EXISTS)")]
    [InlineData("NOT NOT `t` EXISTS", "`t` EXISTS")]
    [InlineData("`s`:string MATCHES \"a\\\\d\\w\"", "`s`:string MATCHES \"a\\\\d\\\\w\"")]
    [InlineData("`a`b`:int = 1", "`a`b`:int == \"1\"")]
    [InlineData("`a``:int = 1", "`a``:int == \"1\"")]
    [InlineData("`sys/state`:experimentState = \"inactive\"", "`sys/state`:experimentState == \"inactive\"")]
    [InlineData("a:b:int = 1", "`a:b`:int == \"1\"")]
    public void Reads(string text, string printed) => Assert.Equal(printed, Printer.Print(Parser.Parse(text)));

    [Theory]
    [InlineData("() OR (`a`:int = 1)", "character 2: Expected an attribute")]
    [InlineData("`a`:int = 1)", "character 12: There is no opening parenthesis")]
    [InlineData("(`a`:int = 1", "character 13: Expected a closing parenthesis, not the end of the query")]
    [InlineData("`a`:int", "character 8: Expected one of =")]
    [InlineData("`a`:int =", "character 10: Expected a value")]
    [InlineData("`a`:integr = 1", "character 4: There is no type ':integr'")]
    [InlineData("`a:int = 1", "character 1: The name has no closing backtick")]
    [InlineData("`a`:string = \"x", "character 14: The value has no closing double quote")]
    [InlineData("`a`:string = 'x'", "character 14: Single quotes")]
    [InlineData("`a`:int = x", "character 1: \"x\" is not a number")]
    [InlineData("`a`:int MATCHES 1", "does not fit an attribute of type int")]
    [InlineData("`a`:bool > true", "does not fit an attribute of type bool")]
    [InlineData("`a`:bool = yes", "\"yes\" is not a bool")]
    [InlineData("`a`:datetime > 2025", "is not a datetime")]
    [InlineData("`a`:fileRef = x", "can only be tested with EXISTS")]
    [InlineData("`a`:stringSet = x", "can only be tested with CONTAINS")]
    [InlineData("median(`a`:floatSeries) = 1", "There is no function 'median'")]
    [InlineData("average(`a`:int) = 1", "average() does not fit an attribute of type int")]
    [InlineData("`a`:int = 1 `b`:int = 2", "character 13: Expected AND, OR or the end")]
    public void Says_what_is_wrong(string text, string message) =>
        Assert.Contains(message, Assert.Throws<NqlException>(() => Parser.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_bottomless_nesting_without_harm() => Assert.Throws<NqlException>(
        () => Parser.Parse(new string('(', 1_000_000) + "a = 1" + new string(')', 1_000_000)));

    [Fact]
    public void Chains_of_binary_operators_become_flat()
    {
        var text = "(`a`:int == \"0\")";
        for (var i = 1; i < 500; i++) text = $"({text}) AND (`a`:int == \"{i}\")";

        Assert.Equal(500, Assert.IsType<Filter.All>(Parser.Parse(text)).Terms.Count);
    }

    [Theory]
    [InlineData("2025-01-01T00:00:00Z", 1735689600000)]
    [InlineData("2025-01-01T09:00:00.1239+09", 1735689600123)]
    [InlineData("2024-12-31T18:30:00-05:30", 1735689600000)]
    [InlineData("2025-01-01", 1735689600000)]
    [InlineData("-2h", 1735682400000)]
    [InlineData("-1M", 1733011200000)]
    public void Datetimes_are_milliseconds(string literal, long expected)
    {
        Assert.True(FilterLiteral.TryDatetime(literal, DateTimeOffset.FromUnixTimeMilliseconds(1735689600000), out var millis));
        Assert.Equal(expected, millis);
    }
}
