using System.Runtime.InteropServices;

namespace NeptuneAlt.Engine.Chdb;

/// <summary>
/// An open INSERT that takes its data piece by piece. Data never travels inside the statement's text: chDB would end it
/// at the first two line feeds. All members belong to the connection's own thread.
/// </summary>
sealed unsafe class InsertStream(void* stream) : IDisposable
{
    bool _done;

    /// <summary>Why the insert did not start or has failed, or null.</summary>
    public string? Error => Marshal.PtrToStringUTF8((nint)ChdbApi.chdb_stream_insert_error(stream));

    /// <summary>Copies the bytes; blocks while the engine is behind.</summary>
    /// <returns>False if the insert has failed already; <see cref="Done"/> then has the reason.</returns>
    public bool Append(ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data) return ChdbApi.chdb_stream_append(stream, start, (nuint)data.Length) == 0;
    }

    /// <summary>Commits. The caller disposes the result, which may hold an error.</summary>
    public QueryResult Done()
    {
        _done = true;
        return new QueryResult(ChdbApi.chdb_stream_done(stream));
    }

    /// <summary>Without <see cref="Done"/> before it, nothing of the insert is kept.</summary>
    public void Dispose()
    {
        if (!_done || Error is not null) ChdbApi.chdb_stream_cancel_insert(stream);
        ChdbApi.chdb_destroy_insert_stream(stream);
    }
}
