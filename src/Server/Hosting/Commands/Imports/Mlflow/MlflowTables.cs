using System.Globalization;
using System.IO.Hashing;
using System.Text;
using NeptuneAlt.Catalog.Mlflow;
using NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Mlflow;

/// <summary>A tracking store of MLflow that is an SQLite file.</summary>
/// <param name="artifacts">Where the folders of artifacts are, if not where the store says.</param>
sealed class MlflowTables(MlflowDatabase database, string? artifacts)
{
    public IReadOnlyList<MlflowRow> Runs() => database.Runs();

    public FoundRun Read(MlflowRow row, CancellationToken cancellationToken)
    {
        var run = MlflowRun.Of(row, database.Params(row.RunId), database.Tags(row.RunId));
        var metrics = new SortedDictionary<string, List<MlflowValue>>(StringComparer.Ordinal);
        database.Metrics(row.RunId, value =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!metrics.TryGetValue(value.Key, out var values)) metrics[value.Key] = values = [];
            values.Add(value);
        });
        foreach (var (key, values) in metrics) MlflowRun.Add(run, key, values);
        MlflowRun.AddArtifacts(run, Places(row), row.ArtifactUri);
        if (database.Inputs(row.RunId) is > 0 and var inputs) run.Leave("data sets that the run read", "", inputs);
        return run;
    }

    /// <summary>Of all that the run has: its rows and its artifacts.</summary>
    public async Task<string> DigestAsync(MlflowRow row, CancellationToken cancellationToken)
    {
        var hash = new XxHash128();
        Append(row.ToString());
        foreach (var (key, value) in database.Params(row.RunId).Concat(database.Tags(row.RunId))) Append($"{key}={value}");
        database.Metrics(row.RunId, value => Append(string.Create(
            CultureInfo.InvariantCulture, $"{value.Key} {value.Step} {value.Time} {BitConverter.DoubleToInt64Bits(value.Value)}")));
        if (Places(row).FirstOrDefault(Directory.Exists) is { } folder)
            Append(await new RunFiles("", MlflowFiles.AllFiles(folder)).DigestAsync(cancellationToken));
        return "xxh128:" + Convert.ToHexStringLower(hash.GetCurrentHash());

        void Append(string text)
        {
            hash.Append(Encoding.UTF8.GetBytes(text));
            hash.Append("|"u8);
        }
    }

    /// <summary>Where the artifacts of a run may be: a relative path is one from where the server was started, often beside the
    /// file.</summary>
    IEnumerable<string> Places(MlflowRow row)
    {
        if (artifacts is not null) yield return Path.Combine(artifacts, row.ExperimentId, row.RunId, "artifacts");
        if (row.ArtifactUri is { } uri && MlflowRun.LocalFolder(uri) is { } folder)
            yield return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(database.Path))!, folder); // A file is in a folder.
    }
}
