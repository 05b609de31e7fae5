using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Commands.Verification;

/// <summary>The folder of uploaded files is there once a file was uploaded.</summary>
static class FilesCheck
{
    public static Task<IReadOnlyList<Damage>> RunAsync(StoppedFolder folder, CancellationToken cancellationToken)
    {
        var wasStarted = File.Exists(folder.Options.CatalogFile);
        return Task.FromResult<IReadOnlyList<Damage>>(
            folder.Options.Bucket is not null || !wasStarted || Directory.Exists(Path.Combine(folder.Options.BlobFolder, "files"))
                ? []
                : [new Damage(
                    "files", folder.Options.BlobFolder, "The folder of uploaded files is missing, and all files with it.",
                    "Bring it back from a backup; without it, the server starts with no files.")]);
    }
}
