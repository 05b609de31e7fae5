using System.Text.RegularExpressions;

namespace NeptuneAlt.LoadTests.Server;

/// <summary>
/// How much the store keeps on disk, without the parts that a merge has replaced: the engine deletes those minutes
/// later, and their names tell which they are (<c>all_1_8_2</c> replaces <c>all_3_5_1</c>).
/// </summary>
static partial class StoreSize
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    const int QuietIntervals = 6;

    /// <summary>Waits until merges have settled, but not for ever, and measures.</summary>
    public static async Task<long> SettledAsync(string folder, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var bytes = Bytes(folder);
        var quiet = 0;
        for (var waited = TimeSpan.Zero; waited < timeout && quiet < QuietIntervals; waited += Interval)
        {
            await Task.Delay(Interval, cancellationToken);
            var now = Bytes(folder);
            quiet = now == bytes ? quiet + 1 : 0;
            bytes = now;
        }

        return bytes;
    }

    public static long Bytes(string folder) => Directory.Exists(folder) ? Measure(new DirectoryInfo(folder)) : 0;

    static long Measure(DirectoryInfo folder)
    {
        try
        {
            var folders = folder.GetDirectories();
            var parts = folders.Select(f => Part.Parse(f.Name)).OfType<Part>().ToList();
            long bytes = folder.GetFiles().Sum(file => file.Length);
            foreach (var child in folders)
            {
                if (child.Name.StartsWith("tmp_", StringComparison.Ordinal) || child.LinkTarget is not null) continue;
                if (Part.Parse(child.Name) is { } part && parts.Any(other => other.Replaces(part))) continue;
                bytes += Measure(child);
            }

            return bytes;
        }
        catch (IOException)
        {
            // Deleted while it was measured.
            return 0;
        }
    }

    sealed record Part(string Partition, long First, long Last, int Level)
    {
        public static Part? Parse(string folder) => Name().Match(folder) is not { Success: true } match ? null : new Part(
            match.Groups[1].Value, long.Parse(match.Groups[2].Value), long.Parse(match.Groups[3].Value),
            int.Parse(match.Groups[4].Value));

        public bool Replaces(Part other) => this != other && Partition == other.Partition
            && First <= other.First && Last >= other.Last && Level > other.Level;
    }

    [GeneratedRegex(@"^([^_]+)_(\d+)_(\d+)_(\d+)$")]
    internal static partial Regex Name();
}
