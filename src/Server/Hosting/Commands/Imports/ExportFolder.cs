using System.Globalization;
using System.IO.Hashing;
using System.Text.RegularExpressions;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>The files of one run.</summary>
/// <param name="Project">Name of its project's folder; what project it is stands in the rows.</param>
/// <param name="Parts">In order, from part 0.</param>
sealed record RunFiles(string Project, IReadOnlyList<string> Parts)
{
    /// <summary>Of the 2.x model registry: a model or a version of one.</summary>
    public bool IsModel { get; init; }

    /// <summary>Of the content of all parts: the same digest, the same rows.</summary>
    public async Task<string> DigestAsync(CancellationToken cancellationToken)
    {
        var hash = new XxHash128();
        foreach (var part in Parts)
        {
            await using var file = new FileStream(part, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, useAsync: true);
            await hash.AppendAsync(file, cancellationToken);
            hash.Append("|"u8);
        }

        return "xxh128:" + Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}

/// <summary>What is in a folder of exported data, and what of it cannot be taken.</summary>
sealed partial class ExportFolder
{
    readonly List<RunFiles> _runs = [];
    readonly List<string> _leftOut = [];

    public IReadOnlyList<RunFiles> Runs => _runs;

    /// <summary>Sentences on files that were left out.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <param name="data">A folder a project below it.</param>
    /// <param name="models">The same of the 2.x model registry, if there is one: a project has folders of models and their
    /// versions.</param>
    /// <exception cref="StartException">There is no such folder.</exception>
    public static ExportFolder Scan(string data, string? models)
    {
        var folder = new ExportFolder();
        foreach (var project in Folders(data)) folder.Add(Path.GetFileName(project), project, isModel: false);
        if (models is null) return folder;

        foreach (var project in Folders(models))
            foreach (var kind in new[] { "models", "model_versions" })
                if (Directory.Exists(Path.Combine(project, kind)))
                    folder.Add(Path.GetFileName(project), Path.Combine(project, kind), isModel: true);
        return folder;
    }

    static IEnumerable<string> Folders(string path) => Directory.Exists(path)
        ? Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal)
        : throw new StartException($"There is no folder {path}.");

    void Add(string project, string path, bool isModel)
    {
        var sets = new SortedDictionary<string, SortedDictionary<int, string>>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal))
        {
            if (Part().Match(Path.GetFileName(file)) is { Success: true } match
                && int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                if (!sets.TryGetValue(match.Groups[1].Value, out var parts)) sets[match.Groups[1].Value] = parts = [];
                parts[number] = file;
            }
            else if (file.EndsWith(".tmp", StringComparison.Ordinal))
            {
                _leftOut.Add($"{file} was still being written when the export ended; it was left out. Export its run again.");
            }
        }

        foreach (var parts in sets.Values)
        {
            if (parts.Keys.SequenceEqual(Enumerable.Range(0, parts.Count)))
            {
                _runs.Add(new RunFiles(project, [.. parts.Values]) { IsModel = isModel });
                continue;
            }

            var missing = Enumerable.Range(0, parts.Keys.Last()).First(number => !parts.ContainsKey(number));
            foreach (var file in parts.Values)
                _leftOut.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file} was left out: part {missing} of its run is missing, so the run is not whole. Export it again."));
        }
    }

    [GeneratedRegex(@"^(.+)_part_([0-9]{1,6})\.parquet$", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
