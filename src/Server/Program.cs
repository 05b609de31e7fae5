using NeptuneAlt.Engine;
using NeptuneAlt.Server;
using NeptuneAlt.Server.Hosting;
using NeptuneAlt.Server.Hosting.Commands;

OwnerOnly.Begin();
return await CommandLine.RunAsync(
    args,
    async (options, cancellationToken) =>
    {
        await using var server = await NeptuneServer.StartAsync(options, cancellationToken);
        await server.RunAsync();
    },
    TokenCommand.RunAsync);
