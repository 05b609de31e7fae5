using System.IO.Hashing;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Consumer;

/// <summary>
/// Which definitions were written already: runs of one project mostly log the same paths. Forgets all when there are too
/// many, as writing one again does no harm.
/// </summary>
sealed class KnownDefinitions
{
    const int CountMax = 500_000;

    readonly HashSet<Definition> _known = new(new ByContent());

    /// <returns>Whether it was not known before.</returns>
    public bool Add(uint project, in DefinitionRow row)
    {
        if (_known.Count == CountMax) _known.Clear();
        return _known.Add(new Definition(project, row.Path, row.Type));
    }

    readonly record struct Definition(uint Project, byte[] Path, AttributeType Type);

    sealed class ByContent : IEqualityComparer<Definition>
    {
        public bool Equals(Definition one, Definition other) =>
            one.Project == other.Project && one.Type == other.Type && one.Path.AsSpan().SequenceEqual(other.Path);

        public int GetHashCode(Definition one) =>
            (int)XxHash3.HashToUInt64(one.Path, ((long)one.Project << 8) | (byte)one.Type);
    }
}
