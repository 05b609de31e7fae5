using CsCheck;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Model;

public class StepTests
{
    [Fact]
    public void Survives_the_way_to_a_double_and_back() =>
        Gen.Long[0, 999_999_999_999_999].Sample(micros => Step.FromDouble(new Step(micros).ToDouble()).Micros == micros);
}
