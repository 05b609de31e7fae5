using System.IO.Hashing;
using System.Text;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest;

/// <summary>Which partition of the log a run's records go to: one run, one order.</summary>
public static class Partitioning
{
    /// <summary>Stable for ever: the same run always goes to the same one of <paramref name="partitions"/>.</summary>
    public static int Of(RunKey run, int partitions) =>
        (int)(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(run.RunId), run.Project) % (uint)partitions);
}
