namespace NeptuneAlt.Log.Embedded;

/// <summary>
/// Keeps the log's records from being trimmed while somebody copies the folder beside a running server: a file that is locked
/// as long as it holds, so that one that died holds nothing.
/// </summary>
public sealed class LogHold : IDisposable
{
    const string Name = "hold";

    readonly FileStream _file;

    LogHold(FileStream file) => _file = file;

    /// <returns><c>null</c> if somebody else holds it.</returns>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public static LogHold? Take(string folder)
    {
        var path = Path.Combine(folder, Name);
        // Whoever asks whether it is held has it for a moment.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new LogHold(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (File.Exists(path))
            {
                if (attempt == 20) return null;
                Thread.Sleep(5);
            }
        }
    }

    public void Dispose()
    {
        File.Delete(_file.Name);
        _file.Dispose();
    }

    internal static bool IsHeld(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path)) return false;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
