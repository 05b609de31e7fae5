using System.Buffers;
using System.Runtime.InteropServices;

namespace NeptuneAlt.Engine.Chdb;

/// <summary>A statement's answer in chDB's own memory, read without a copy and freed on dispose.</summary>
sealed unsafe class QueryResult(void* result) : IDisposable
{
    // Memory<byte> counts in int, so a longer answer is handed out in pieces of at most this.
    const int PieceBytesMax = 1 << 20;

    void* _result = result;

    public long Length { get; } = (long)ChdbApi.chdb_result_length(result);

    public ulong RowsRead => ChdbApi.chdb_result_storage_rows_read(_result);

    public ulong RowsWritten => ChdbApi.chdb_result_rows_written(_result);

    /// <summary>The whole error text with its code in front, or null.</summary>
    public string? Error => Marshal.PtrToStringUTF8((nint)ChdbApi.chdb_result_error(_result));

    /// <summary>The answer's bytes in order. They live until dispose.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        for (long offset = 0; offset < Length; offset += PieceBytesMax)
        {
            yield return Piece(offset, (int)Math.Min(PieceBytesMax, Length - offset));
        }
    }

    public void Dispose()
    {
        if (_result is null) return;
        ChdbApi.chdb_destroy_query_result(_result);
        _result = null;
    }

    ReadOnlyMemory<byte> Piece(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_result is null, this);
        return new NativeSlice(ChdbApi.chdb_result_buffer(_result) + offset, length).Memory;
    }

    sealed class NativeSlice(byte* start, int length) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => new(start, length);

        public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
