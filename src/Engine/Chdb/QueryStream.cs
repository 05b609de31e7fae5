using System.Runtime.InteropServices;

namespace NeptuneAlt.Engine.Chdb;

/// <summary>A query whose answer comes chunk by chunk. All members belong to the connection's own thread.</summary>
sealed unsafe class QueryStream(void* connection, void* stream) : IDisposable
{
    bool _ended;

    /// <summary>Why the query did not start, or null.</summary>
    public string? Error => Marshal.PtrToStringUTF8((nint)ChdbApi.chdb_result_error(stream));

    /// <summary>
    /// The next chunk, which the caller disposes; its length is 0 at the end, and it may hold an error.
    /// </summary>
    public QueryResult Next()
    {
        var chunk = new QueryResult(ChdbApi.chdb_stream_fetch_result(connection, stream));
        _ended = chunk.Length == 0 && chunk.Error is null;
        return chunk;
    }

    public void Dispose()
    {
        if (!_ended && Error is null) ChdbApi.chdb_stream_cancel_query(connection, stream);
        ChdbApi.chdb_destroy_query_result(stream);
    }
}
