using NeptuneAlt.Engine;
using Xunit;

namespace NeptuneAlt.Unit.Engine;

public sealed class StartFailureTests
{
    [Theory]
    [InlineData("Code: 62. DB::Exception: Empty query: Cannot parse definition from metadata file store/4d2/4d2a/points.sql. (SYNTAX_ERROR)", "(Empty query)")]
    [InlineData("Code: 722. DB::Exception: Waited job failed: Code: 56. DB::Exception: Unknown table engine ReplacingMxrgeTree: Cannot attach table `neptune`.`points` from metadata file store/4d2/4d2a/points.sql from query ATTACH TABLE neptune.points", "(Unknown table engine ReplacingMxrgeTree)")]
    public void Names_the_file_of_a_definition_and_what_is_wrong_with_it(string said, string cause)
    {
        var sentence = StartFailure.Sentence("/data/store", [said, StartFailure.CannotOpen], 3);

        Assert.StartsWith("The definition of the table points is damaged: /data/store/store/4d2/4d2a/points.sql", sentence, StringComparison.Ordinal);
        Assert.Contains(cause, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Repeats_what_the_engine_says_of_itself() =>
        Assert.Equal("No room.", StartFailure.Sentence("/data/store", ["odd", "No room."], 3));

    [Fact]
    public void Tells_the_code_of_an_engine_that_said_nothing() =>
        Assert.Contains("137", StartFailure.Sentence("/data/store", [], 137), StringComparison.Ordinal);
}
