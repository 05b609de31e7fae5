using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace NeptuneAlt.Unit.Tidy;

/// <summary>
/// A test waits for what it needs and not for a time: a fixed wait is too short on a busy machine and too long on a quiet one.
/// </summary>
public class WaitTests
{
    const string Asks = "asks again until the answer is there";
    const string Load = "the pause is part of the load";

    /// <summary>Waits of a given time: where, how many, and why.</summary>
    static readonly Dictionary<string, (int Count, string Why)> Allowed = new()
    {
        ["tests/Unit/Eventually.cs"] = (1, "what tests wait with"),
        ["tests/Unit/Log/MockKafkaLogTests.cs"] = (3, Load),
        ["tests/Unit/Engine/EngineProcessTests.cs"] = (2, Asks),
        ["tests/Unit/Blobs/S3Server.cs"] = (1, Asks),
        ["tests/Unit/Server/Api/Http/BodyBudgetTests.cs"] = (1, "a bound is looked at for a while"),
        ["tests/EndToEnd/Distributed/RunWriter.cs"] = (2, Load),
        ["tests/EndToEnd/Distributed/SiloProcess.cs"] = (2, Asks),
        ["tests/EndToEnd/FaultTests.cs"] = (3, "how long a fault lasts, and when it comes, is what is tried"),
        ["tests/EndToEnd/ForkTests.cs"] = (1, Asks),
        ["tests/EndToEnd/GoldenWireTests.cs"] = (1, Asks),
        ["tests/EndToEnd/ServerProcess.cs"] = (2, Asks),
        ["tests/EndToEnd/Web/ChartJourneyTests.cs"] = (1, "a wheel is turned in steps"),
        ["tests/EndToEnd/WireClient.cs"] = (1, Asks),
    };

    [Fact]
    public void Tests_wait_for_things_and_not_for_time() => Assert.Empty(
        from source in Sources.All
        where source.Path.StartsWith("tests/", StringComparison.Ordinal)
        let waits = source.Tree.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(IsWait).ToList()
        where waits.Count > Allowed.GetValueOrDefault(source.Path).Count
        select $"{source.At(waits[^1])} waits for a time. Wait for what is to happen, such as with Eventually.HoldsAsync.");

    [Fact]
    public void No_wait_is_allowed_that_is_gone() => Assert.Empty(
        from allowed in Allowed
        let source = Sources.All.FirstOrDefault(source => source.Path == allowed.Key)
        where source is null
            || source.Tree.DescendantNodes().OfType<InvocationExpressionSyntax>().Count(IsWait) < allowed.Value.Count
        select allowed.Key);

    static bool IsWait(InvocationExpressionSyntax call) =>
        call.Expression.ToString() is "Task.Delay" or "Thread.Sleep"
        && call.ArgumentList.Arguments[0].ToString() != "Timeout.Infinite"; // that waits to be canceled
}
