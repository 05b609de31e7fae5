using System.Text.Encodings.Web;
using System.Text.Json;

namespace NeptuneAlt.Server.Api.Http;

/// <summary>A JSON answer that is sent while it is written.</summary>
sealed class JsonResponse : IAsyncDisposable
{
    const int FlushBytes = 1 << 16;

    // The answer is never part of a page, so only what JSON itself asks for is escaped.
    static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true,
    };

    readonly HttpContext _context;

    public JsonResponse(HttpContext context)
    {
        _context = context;
        context.Response.ContentType = "application/json";
        Writer = new Utf8JsonWriter(context.Response.BodyWriter, Options);
    }

    public Utf8JsonWriter Writer { get; }

    /// <summary>Sends what has been written, once it is enough to be worth it.</summary>
    public async ValueTask FlushIfFullAsync()
    {
        if (Writer.BytesPending < FlushBytes) return;

        Writer.Flush();
        await _context.Response.BodyWriter.FlushAsync(_context.RequestAborted);
    }

    public ValueTask DisposeAsync() => Writer.DisposeAsync();
}
