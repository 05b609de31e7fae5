namespace NeptuneAlt.Server.Hosting;

/// <summary>One server a data folder: held as long as the server runs, released by the system however it ends.</summary>
sealed class DataFolderLock : IDisposable
{
    readonly FileStream _file;

    DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="StartException">Another server has the folder, or it cannot be written.</exception>
    public static DataFolderLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new DataFolderLock(new FileStream(
                Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException failure) when (File.Exists(Path.Combine(folder, "lock")))
        {
            throw new StartException(
                $"Another server is already running on {folder}. Stop it, or give this one its own folder with --data.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The data folder {folder} cannot be used: {failure.Message}", failure);
        }
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>The server cannot start; the message tells the operator in one sentence why and what to do.</summary>
sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
