using NeptuneAlt.Catalog.Mlflow;
using NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Mlflow;

/// <summary>A run of a tracking store, not read yet.</summary>
sealed record MlflowSource(
    MlflowRow Row, IReadOnlyList<string> Files, Func<CancellationToken, Task<string>> DigestAsync,
    Func<CancellationToken, FoundRun> Read)
{
    const string SqliteScheme = "sqlite:///";

    /// <summary>All runs of a store.</summary>
    /// <param name="store">A folder or a file, or the address of one as MLflow writes it.</param>
    /// <param name="artifacts">Where the folders of artifacts are, if not where an SQLite store says.</param>
    /// <param name="leftOut">Told of what cannot be read.</param>
    /// <exception cref="StartException">It is no store.</exception>
    public static IReadOnlyList<MlflowSource> Find(string store, string? artifacts, Action<string> leftOut)
    {
        var path = store.StartsWith(SqliteScheme, StringComparison.Ordinal)
            ? store[SqliteScheme.Length..]
            : MlflowRun.LocalFolder(store) ?? store;
        IReadOnlyList<MlflowSource> found = Directory.Exists(path) ? InFolder(path, leftOut)
            : File.Exists(path) ? InFile(path, artifacts)
            : throw new StartException($"There is no folder and no file {path}: name mlruns, or sqlite:///FILE.");
        return found.Count > 0 ? found : throw new StartException($"There are no runs in {path}.");
    }

    static MlflowSource[] InFolder(string path, Action<string> leftOut) =>
    [
        .. MlflowFiles.Find(path, leftOut).Select(run => new MlflowSource(
            run.Row, [run.Folder], token => new RunFiles("", MlflowFiles.AllFiles(run.Folder)).DigestAsync(token),
            token => MlflowFiles.Read(run.Folder, run.Row, token))),
    ];

    static MlflowSource[] InFile(string path, string? artifacts)
    {
        try
        {
            var tables = new MlflowTables(new MlflowDatabase(path), artifacts);
            return
            [
                .. tables.Runs().Select(row => new MlflowSource(
                    row, [path], token => tables.DigestAsync(row, token), token => tables.Read(row, token))),
            ];
        }
        catch (InvalidDataException failure)
        {
            throw new StartException(failure.Message, failure);
        }
    }
}
