using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Store.Chunks;

/// <summary>A row of the table <c>chunks</c>.</summary>
/// <param name="Index">Of the chunk in its series: neighbors of one level have neighboring ones.</param>
public readonly record struct ChunkRow(ulong Run, uint Series, byte Level, uint Index, Chunk Chunk)
{
    /// <summary>The stretch of the series that it holds.</summary>
    public SeriesSlice Slice => new(Run, Series, Chunk.FirstStep - 1, Chunk.LastStep);
}
