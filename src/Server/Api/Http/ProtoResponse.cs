using System.Buffers;
using NeptuneAlt.Wire;

namespace NeptuneAlt.Server.Api.Http;

/// <summary>A protobuf answer that is sent while it is written.</summary>
sealed class ProtoResponse : IAsyncDisposable
{
    const string ContentType = "application/x-protobuf";

    const int FlushBytes = 1 << 16;

    readonly HttpContext _context;

    public ProtoResponse(HttpContext context)
    {
        _context = context;
        context.Response.ContentType = ContentType;
    }

    public ProtoWriter Writer { get; } = new();

    /// <summary>Sends what has been written, once it is enough to be worth it.</summary>
    public async ValueTask FlushIfFullAsync()
    {
        if (Writer.Written.Length < FlushBytes) return;

        await _context.Response.BodyWriter.WriteAsync(Writer.Written, _context.RequestAborted);
        Writer.Clear();
    }

    public ValueTask DisposeAsync()
    {
        // The end of the request sends what the body's writer holds.
        _context.Response.BodyWriter.Write(Writer.Written.Span);
        Writer.Dispose();
        return ValueTask.CompletedTask;
    }
}
