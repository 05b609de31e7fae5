using System.Reflection;
using System.Runtime.InteropServices;

namespace NeptuneAlt.Engine.Chdb;

/// <summary>
/// Finds libchdb. It is half a gigabyte, so it is neither in the repository nor copied beside every build: a build
/// unpacks it once, from its npm package, into the project's own folder.
/// </summary>
static class LibraryFile
{
    public const string Variable = "CHDB_LIBRARY_PATH";

    /// <exception cref="EngineStartException">There is none; the message names the cure.</exception>
    public static string Find(string? setting, string programFolder)
    {
        var named = setting ?? Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
        {
            var file = Directory.Exists(named) ? Path.Combine(named, FileName) : named;
            return File.Exists(file) ? file : throw new EngineStartException(
                $"There is no chDB library at {file}: correct --library or the variable {Variable}.");
        }

        return Candidates(programFolder).FirstOrDefault(File.Exists) ?? throw new EngineStartException(
            $"The chDB library ({FileName}) was not found: run `npm ci --ignore-scripts` in src/Engine/native, "
            + $"put the file beside the program, or name it with --library or the variable {Variable}.");
    }

    /// <summary>Makes the P/Invoke name of <see cref="ChdbApi"/> mean this file.</summary>
    /// <exception cref="EngineStartException">It cannot be loaded: cut, of another machine, or not to be read.</exception>
    public static void Load(string file)
    {
        nint handle;
        try
        {
            handle = NativeLibrary.Load(file);
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            throw new EngineStartException(
                $"The chDB library {file} cannot be loaded: {FirstLine(failure.Message)} Install it again, or name another with "
                + $"--library or the variable {Variable}.");
        }

        NativeLibrary.SetDllImportResolver(
            Assembly.GetExecutingAssembly(),
            (name, _, _) => name == ChdbApi.Library ? handle : 0);
    }

    static string FirstLine(string text) => text.Split('\n')[0].Trim().TrimEnd('.') + ".";

    static string FileName => OperatingSystem.IsMacOS() ? "libchdb.dylib" : "libchdb.so";

    static string PackageName
    {
        get
        {
            var processor = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
            return OperatingSystem.IsMacOS() ? $"lib-darwin-{processor}" : $"lib-linux-{processor}-gnu";
        }
    }

    static IEnumerable<string> Candidates(string programFolder)
    {
        yield return Path.Combine(programFolder, FileName);

        for (var folder = new DirectoryInfo(programFolder); folder is not null; folder = folder.Parent)
        {
            foreach (var root in (string[])[".", "native", "src/Engine/native"])
            {
                yield return Path.GetFullPath(
                    Path.Combine(folder.FullName, root, "node_modules", "@chdb", PackageName, FileName));
            }
        }
    }
}
