using System.Globalization;
using System.Text;

namespace NeptuneAlt.Store.Reads;

/// <summary>Which run stands for each experiment in lists.</summary>
public sealed class ExperimentHeads(ClickHouse store)
{
    /// <summary>Forgets names that experiments had.</summary>
    /// <param name="newest">The newest of the runs that were renamed: later ones began the experiment anew.</param>
    public async Task ForgetAsync(
        uint project, IReadOnlyCollection<string> names, ulong newest, CancellationToken cancellationToken)
    {
        if (names.Count == 0) return;

        // Statements that change rows take no parameters: the user's text goes in as digits.
        var list = string.Join(',', names.Select(name => $"unhex('{Convert.ToHexString(Encoding.UTF8.GetBytes(name))}')"));
        await store.DeleteAsync(
            "heads",
            string.Create(CultureInfo.InvariantCulture, $"project = {project} AND experiment IN ({list}) AND run <= {newest}"),
            cancellationToken);
    }
}
