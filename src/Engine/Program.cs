using NeptuneAlt.Engine;

OwnerOnly.Begin();
try
{
    using var signals = ParentSignals.Ignore();
    await EngineProgram.RunAsync(EngineArguments.Parse(args));
    return 0;
}
catch (Exception exception) when (exception is EngineStartException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return EngineProgram.ExitCannotStart;
}
