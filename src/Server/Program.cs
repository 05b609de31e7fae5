using NeptuneAlt.Server;

return await CommandLine.RunAsync(
    args,
    async (options, cancellationToken) =>
    {
        await using var server = await NeptuneServer.StartAsync(options, cancellationToken);
        await server.RunAsync();
    },
    TokenCommand.RunAsync);
