using NeptuneAlt.Model;
using NeptuneAlt.Server.Hosting.Commands.Verification;

namespace NeptuneAlt.Server.Hosting.Commands;

/// <summary>Checks the data folder of a stopped server, each part by itself and against the others. Changes
/// nothing.</summary>
static class VerifyCommand
{
    /// <summary>The checks of each part, in this order. A check returns its findings; damage does not make it
    /// throw.</summary>
    static readonly (string Part, Func<StoppedFolder, CancellationToken, Task<IReadOnlyList<Damage>>> Check)[] Checks =
    [
        ("catalog", CatalogCheck.RunAsync),
        ("store", StoreCheck.RunAsync),
        ("log", LogCheck.RunAsync),
        ("files", FilesCheck.RunAsync),
        ("identity", IdentityCheck.RunAsync),
    ];

    /// <summary>Prints a line for each finding, and a last one that sums up.</summary>
    /// <param name="json">File for the report; <c>null</c>: none.</param>
    /// <returns>0 if all is sound, 2 if something is damaged.</returns>
    /// <exception cref="StartException">The folder is another server's at the moment, or there is none.</exception>
    public static async Task<int> RunAsync(ServerOptions options, string? json, CancellationToken cancellationToken)
    {
        await using var folder = StoppedFolder.Open(options);
        var findings = new List<object>();
        foreach (var (part, check) in Checks)
            foreach (var damage in await check(folder, cancellationToken))
            {
                var sentence = damage.ToString().ReplaceLineEndings(" ");
                findings.Add(new { part, sentence });
                Console.WriteLine($"{part}: {sentence}");
            }

        var found = findings.Count;
        CommandReport.Write(json, new { folder = options.DataFolder, isSound = found == 0, findings });
        Console.WriteLine(found == 0
            ? $"{options.DataFolder} is sound: catalog, store, log and files, each by itself and against the others."
            : $"{options.DataFolder} is damaged: {found} findings.");
        return found == 0 ? 0 : 2;
    }
}
