using System.Diagnostics;

namespace NeptuneAlt.EndToEnd;

/// <summary>A file system of a few gibibytes, in memory, that a test may fill.</summary>
sealed class SmallDisk : IDisposable
{
    SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <returns>Null where mounting is not allowed.</returns>
    public static SmallDisk? TryMount(int gibibytes)
    {
        var folder = Directory.CreateTempSubdirectory("neptunealt-").FullName;
        if (Succeeds("mount", "-t", "tmpfs", "-o", $"size={gibibytes}g", "tmpfs", folder)) return new SmallDisk(folder);

        Directory.Delete(folder);
        return null;
    }

    /// <summary>Takes all the room there is, until disposed.</summary>
    public IDisposable Fill()
    {
        var file = Path.Combine(Folder, "filler");
        var stream = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose,
        });
        try
        {
            var zeros = new byte[1 << 20];
            while (true) stream.Write(zeros);
        }
        catch (IOException)
        {
            return stream; // full
        }
    }

    public void Dispose()
    {
        Succeeds("umount", "--lazy", Folder);
        Directory.Delete(Folder);
    }

    static bool Succeeds(string program, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux()) return false;

        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!; // never shell
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
