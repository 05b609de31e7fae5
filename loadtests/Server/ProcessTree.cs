using System.Globalization;

namespace NeptuneAlt.LoadTests.Server;

/// <summary>What a process and all its descendants cost, as Linux counts it.</summary>
sealed class ProcessTree(int root)
{
    const double TicksPerSecond = 100; // USER_HZ is 100 wherever .NET runs.

    /// <summary>CPU time used so far, in user and kernel mode, by all that live, and by children that ended.</summary>
    public double CpuSeconds()
    {
        double ticks = 0;
        foreach (var pid in Pids())
        {
            // Fields from the third on; the second, the name, may hold spaces. 14 to 17: utime, stime, cutime, cstime.
            if (StatOf(pid) is not { } fields) continue;
            ticks += Field(fields, 14) + Field(fields, 15) + Field(fields, 16) + Field(fields, 17);
        }

        return ticks / TicksPerSecond;
    }

    /// <summary>All below the process itself.</summary>
    public IReadOnlyList<int> Children() => Pids()[1..];

    /// <summary>Sum of the most resident memory that each process ever had, in bytes.</summary>
    public long ResidentBytesPeak() => Pids().Sum(ResidentBytesPeak);

    /// <summary>Resident memory now, in bytes.</summary>
    public long ResidentBytes() => Pids().Sum(pid => StatusBytes(pid, "VmRSS:"));

    /// <summary>The most resident memory that the process itself and all below it had, in bytes, since the last time that
    /// peaks were forgotten.</summary>
    public (long Root, long Children) ResidentBytesPeaks() => (ResidentBytesPeak(root), Pids().Skip(1).Sum(ResidentBytesPeak));

    /// <summary>Lets peaks begin where memory is now.</summary>
    public void ForgetPeaks()
    {
        foreach (var pid in Pids()) File.WriteAllText($"/proc/{pid}/clear_refs", "5");
    }

    static long ResidentBytesPeak(int pid) => StatusBytes(pid, "VmHWM:");

    static long StatusBytes(int pid, string name)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0
                : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) << 10;
        }
        catch (IOException)
        {
            return 0; // It ended meanwhile.
        }
    }

    List<int> Pids()
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), out var pid) && StatOf(pid) is { } fields)
                parents[pid] = (int)Field(fields, 4);

        var tree = new List<int> { root };
        for (var i = 0; i < tree.Count; i++)
            tree.AddRange(parents.Where(pair => pair.Value == tree[i]).Select(pair => pair.Key));
        return tree;
    }

    static string[]? StatOf(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    static double Field(string[] fieldsFromThird, int number) =>
        double.Parse(fieldsFromThird[number - 3], CultureInfo.InvariantCulture);
}
