using System.Globalization;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>Fetches the files of one run.</summary>
/// <param name="folder">Of the project's files; <c>null</c>: files are left out.</param>
sealed class ExportedFiles(ExportSource source, string project, string runId, string? folder, ExportedRunReport report)
{
    /// <summary>A series of files may have several at one step.</summary>
    readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Fetches a file of the server.</summary>
    /// <param name="step">Of a point, in micro-steps.</param>
    /// <param name="path">Where the server has it.</param>
    /// <returns>Where it is below the folder; <c>null</c> if it did not come.</returns>
    public async Task<string?> FetchAsync(
        string attribute, long? step, string path, long size, string mime, CancellationToken cancellationToken)
    {
        if (folder is null)
        {
            report.FilesLeftOut++;
            return null;
        }

        var place = Free(FileNames.OfFile(runId, attribute, step, path, mime));
        var full = Path.Combine(folder, place);
        var unfinished = full + ".tmp";
        try
        {
            await using var content = await source.FileAsync(project, path, cancellationToken);
            if (content is null)
            {
                report.Differs($"The server does not have the file of '{attribute}', {path}.");
                return null;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(full)!); // below the folder
            await using (var file = File.Create(unfinished)) await content.CopyToAsync(file, cancellationToken);
            if (new FileInfo(unfinished).Length is var length && length != size)
                report.Differs(string.Create(
                    CultureInfo.InvariantCulture, $"The file of '{attribute}' has {length} bytes, and by its attribute {size}."));
            File.Move(unfinished, full, overwrite: true);
            report.Files++;
            report.FileBytes += length;
            return place;
        }
        catch (HttpRequestException failure) when (failure.StatusCode is not null)
        {
            report.Differs($"The file of '{attribute}' did not come: {failure.Message}");
            return null;
        }
    }

    string Free(string place)
    {
        for (var number = 1; !_taken.Add(place); number++)
            place = string.Create(
                CultureInfo.InvariantCulture, $"{Path.ChangeExtension(place, null)}-{number}{Path.GetExtension(place)}");
        return place;
    }
}
