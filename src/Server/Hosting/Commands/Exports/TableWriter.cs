using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>Writes a run as one file.</summary>
abstract class TableWriter(string path) : RunWriter
{
    protected FileStream File { get; } = Begin(path);

    public sealed override async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await EndAsync(cancellationToken);
        await File.FlushAsync(cancellationToken);
        File.Flush(flushToDisk: true);
        await File.DisposeAsync();
        System.IO.File.Move(path + Unfinished, path, overwrite: true);
        FolderSync.Flush(Path.GetDirectoryName(path)!); // it has one
    }

    public override async ValueTask DisposeAsync()
    {
        await File.DisposeAsync();
        System.IO.File.Delete(path + Unfinished);
    }

    /// <summary>Writes what the format has behind its rows.</summary>
    protected abstract Task EndAsync(CancellationToken cancellationToken);
}
