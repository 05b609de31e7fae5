using NeptuneAlt.Query.Series;
using NeptuneAlt.Store;
using Xunit;

namespace NeptuneAlt.Unit.Query.Series;

public class StepWindowTests
{
    /// <summary>Whichever form of a request it comes by: NaN would be read as step 0.</summary>
    [Theory]
    [InlineData(double.NaN, null, "stepRange.from is a number, not NaN.")]
    [InlineData(0.0, double.NaN, "stepRange.to is a number, not NaN.")]
    public void Refuses_an_end_that_is_no_number(double? from, double? to, string words) =>
        Assert.Equal(words, Assert.Throws<BadQueryException>(() => new StepWindow(from, to)).Message);
}
