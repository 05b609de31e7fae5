using NeptuneAlt.Engine;

OwnerOnly.Begin();
try
{
    await EngineProgram.RunAsync(EngineArguments.Parse(args));
    return 0;
}
catch (EngineStartException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return EngineProgram.ExitCannotStart;
}
