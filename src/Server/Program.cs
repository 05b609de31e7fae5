using NeptuneAlt.Engine;
using NeptuneAlt.Server;

OwnerOnly.Begin();
return await CommandLine.RunAsync(
    args,
    async (options, cancellationToken) =>
    {
        await using var server = await NeptuneServer.StartAsync(options, cancellationToken);
        await server.RunAsync();
    },
    TokenCommand.RunAsync);
