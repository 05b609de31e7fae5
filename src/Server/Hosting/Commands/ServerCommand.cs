using System.CommandLine;
using System.Globalization;

namespace NeptuneAlt.Server.Hosting.Commands;

/// <summary>What commands have in common that talk to a server and can be begun again.</summary>
static class ServerCommand
{
    /// <summary>Something is not there as it should be, or was refused.</summary>
    public const int Different = 1;

    /// <summary>What was asked for makes no sense.</summary>
    public const int Usage = 2;

    public static readonly Option<string> Url = new("--url")
    {
        Description = "Address of the server; else the one that the token in NEPTUNE_API_TOKEN names.",
    };

    public static readonly Option<string> Json = new("--json") { Description = "Write the whole report to this file." };

    /// <summary>Says in a sentence why a command was not begun, or stopped.</summary>
    public static async Task<int> GuardedAsync(Func<Task<int>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run();
        }
        catch (StartException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return Usage;
        }
        catch (Exception failure) when (failure is HttpRequestException
            || failure is TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(
                $"The server could not be asked: {failure.Message} What came so far is kept; the same command goes on from there.");
            return Different;
        }
    }

    /// <summary>A date that a user wrote; without a zone it is UTC.</summary>
    /// <exception cref="StartException">It is none.</exception>
    public static DateTimeOffset? DateOf(string? text) => text is not { Length: > 0 } ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new StartException($"'{text}' is no date: write it as 2025-06-01 or 2025-06-01T12:00:00Z.");
}
