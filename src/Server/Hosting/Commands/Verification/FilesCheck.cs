using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Hosting.Commands.Verification;

/// <summary>
/// Checks that the folder of uploaded files exists once the server was started, and that each file is as it was
/// uploaded.
/// </summary>
static class FilesCheck
{
    public static async Task<IReadOnlyList<Damage>> RunAsync(StoppedFolder folder, CancellationToken cancellationToken)
    {
        var options = folder.Options;
        if (options.Bucket is not null || !File.Exists(options.CatalogFile)) return [];

        return Directory.Exists(Path.Combine(options.BlobFolder, "files"))
            ? await Blobs.Local.FilesCheck.RunAsync(options.BlobFolder, cancellationToken)
            : [new Damage(
                "files", options.BlobFolder, "The folder of uploaded files is missing, and all files with it.",
                "Bring it back from a backup; without it, the server starts with no files.")];
    }
}
