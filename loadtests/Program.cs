using NeptuneAlt.LoadTests;

return await CommandLine.RunAsync(args);
