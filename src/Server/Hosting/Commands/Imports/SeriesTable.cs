using System.Text;
using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>A series of a run on its way: what was read of it, and how far it is sent.</summary>
sealed class SentSeries(string path, string type)
{
    public string Path => path;

    /// <summary>As the export names it.</summary>
    public string Type => type;

    public byte[] Bytes { get; } = Encoding.UTF8.GetBytes(path);

    /// <summary>In micro-steps: later points follow.</summary>
    public long LastRead { get; set; } = RowGroup.None;

    /// <summary>The server has the points up to here from before, in micro-steps.</summary>
    public long StoredTo { get; init; } = RowGroup.None;

    /// <summary>Rows that repeat a step, or go back behind one in another group.</summary>
    public long OutOfOrder { get; set; }

    /// <summary>Of all points that were read.</summary>
    public SeriesProof Proof;
}

/// <summary>The series of one run.</summary>
/// <param name="storedTo">The last step that the server has of each series, where the run was there before.</param>
sealed class SeriesTable(IReadOnlyDictionary<string, long> storedTo)
{
    readonly Dictionary<string, SentSeries> _series = new(StringComparer.Ordinal);

    public IReadOnlyCollection<SentSeries> All => _series.Values;

    /// <returns><c>null</c> if the attribute is of another type in rows before.</returns>
    public SentSeries? Find(string path, string type)
    {
        if (!_series.TryGetValue(path, out var series))
            _series[path] = series = new SentSeries(path, type) { StoredTo = storedTo.GetValueOrDefault(path, RowGroup.None) };
        return series.Type == type ? series : null;
    }

    /// <summary>The rows of a group in an order in which each series goes forward.</summary>
    public static int[] Order(RowGroup group)
    {
        var order = Enumerable.Range(0, group.Rows).ToArray();
        var last = new long[group.Paths.Count];
        Array.Fill(last, RowGroup.None);
        for (var row = 0; row < group.Rows; row++)
        {
            var step = group.StepAt(row);
            if (step < last[group.PathOf[row]])
            {
                // LINQ's sort is stable: rows of one step stay as they are.
                return [.. order.OrderBy(group.StepAt)];
            }

            last[group.PathOf[row]] = step;
        }

        return order;
    }

    /// <summary>The step as the server gives it back: beyond 2^33 several share one number.</summary>
    public static long Canonical(long step) =>
        step < Step.ExactMicrosMax ? step : Step.FromDouble(new Step(step).ToDouble()).Micros;
}
