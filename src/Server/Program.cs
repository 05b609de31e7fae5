using NeptuneAlt.Engine;
using NeptuneAlt.Server;

return await CommandLine.RunAsync(args, async (options, cancellationToken) =>
{
    try
    {
        await using var server = await EmbeddedServer.StartAsync(options, cancellationToken);
        await server.RunAsync();
        return 0;
    }
    catch (Exception failure) when (failure is StartException or EngineStartException)
    {
        await Console.Error.WriteLineAsync(failure.Message);
        return 1;
    }
});
