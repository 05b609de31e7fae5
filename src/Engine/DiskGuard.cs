using NeptuneAlt.Engine.Chdb;

namespace NeptuneAlt.Engine;

/// <summary>
/// Ends the engine while its disk still has room. chDB takes no notice of writes that fail: on a full disk inserts and merges
/// are reported as done whose files are empty. Ended before, it leaves nothing half done that its next start does not put right:
/// parts that are broken are set aside for those that they were merged from, which are kept a while.
/// </summary>
sealed class DiskGuard(string folder)
{
    public const int ExitDiskFull = 4;

    /// <summary>Below this the engine ends.</summary>
    const long FreeBytesMin = 128L << 20;

    /// <summary>Below this it refuses inserts and merges by itself, and does not start.</summary>
    public const long FreeBytesLow = 2 * FreeBytesMin;

    static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);

    readonly DriveInfo _disk = new(folder);

    /// <summary>An engine may start.</summary>
    public bool HasRoom => _disk.AvailableFreeSpace >= FreeBytesLow;

    /// <exception cref="EngineStartException">There is not enough room.</exception>
    public void CheckStart()
    {
        if (!HasRoom) throw new EngineStartException(Describe());
    }

    public void Watch() => new Thread(() =>
    {
        while (true)
        {
            Check();
            Thread.Sleep(s_interval);
        }
    })
    { IsBackground = true, Name = "disk guard", Priority = ThreadPriority.Highest }.Start();

    /// <summary>Does not return if the disk is full. To be called before a statement that wrote something is answered.</summary>
    public void Check()
    {
        if (_disk.AvailableFreeSpace >= FreeBytesMin) return;

        Console.Error.WriteLine(Describe());
        Mark();
        SignalHandlers.ExitNow(ExitDiskFull);
    }

    /// <summary>Leaves word, if there is room for an empty file, that parts may be found half done.</summary>
    void Mark()
    {
        try
        {
            File.Create(MarkIn(folder)).Dispose();
        }
        catch (IOException)
        {
            // Then the next start tells of parts that were never reported as stored, which is a lesser evil.
        }
    }

    public static string MarkIn(string folder) => Path.Combine(folder, "engine.full");

    public string Describe() =>
        $"The disk of {folder} has only {_disk.AvailableFreeSpace >> 20} MiB left, and the store needs {FreeBytesLow >> 20} MiB. "
        + "Free some space; it then goes on by itself.";
}
