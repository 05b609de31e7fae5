namespace NeptuneAlt.Unit;

/// <summary>The files of the repository that the tests are of.</summary>
static class Repository
{
    static readonly HashSet<string> NotWritten =
        ["bin", "obj", "node_modules", "wwwroot", "dist", "generated", "artifacts", "data", ".git", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = FindRoot();

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    /// <summary>Hand-written files with one of these endings, wherever they lie.</summary>
    public static IEnumerable<string> TextFiles(IReadOnlyCollection<string> endings) => TextFiles(Root, endings);

    static IEnumerable<string> TextFiles(string folder, IReadOnlyCollection<string> endings) => Directory
        .EnumerateDirectories(folder).Where(inner => !NotWritten.Contains(Path.GetFileName(inner)))
        .SelectMany(inner => TextFiles(inner, endings))
        .Concat(Directory.EnumerateFiles(folder).Where(file => endings.Contains(Path.GetExtension(file))));

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NeptuneAlt.slnx")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The solution is not above the tests.");
        return folder.FullName;
    }
}
