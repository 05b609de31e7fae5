using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Net.Http.Headers;
using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Api.Http;

/// <summary>The whole body of a request, in memory that <see cref="BodyBudget"/> counts until it is disposed.</summary>
sealed class RequestBody : IDisposable
{
    /// <summary>Reserved for a body that does not announce its length, and doubled as it grows.</summary>
    const int UnknownBytes = 64 << 10;

    readonly BodyBudget _budget;
    readonly PipeReader _reader;
    readonly int _before;
    readonly int _after;
    ArrayPool<byte> _pool;
    byte[] _buffer;
    long _arrived;

    RequestBody(BodyBudget budget, PipeReader reader, int before, int after, int reserved)
    {
        (_budget, _reader, _before, _after, Reserved) = (budget, reader, before, after, reserved);
        _pool = budget.Buffers.PoolOf(before + reserved + after);
        _buffer = _pool.Rent(before + reserved + after);
        Pace = new BodyPace(budget.Now);
    }

    /// <summary>The array that holds the body, after the room that the reader asked for.</summary>
    public byte[] Buffer => _buffer;

    public int Length => (int)Arrived;

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(_before, Length);

    /// <summary>Bytes that the budget counts for this body.</summary>
    public int Reserved { get; private set; }

    /// <summary>Bytes that have come so far; read by the watch over slow senders.</summary>
    public long Arrived => Volatile.Read(ref _arrived);

    /// <summary>How fast it comes; the budget's own.</summary>
    public BodyPace Pace { get; }

    /// <summary>Why the budget gave it up, if it did.</summary>
    Exception? Cause { get; set; }

    /// <summary>The body that was read for this request; empty without one.</summary>
    public static ReadOnlyMemory<byte> Of(HttpContext context) =>
        context.Features.Get<RequestBody>()?.Memory ?? default;

    /// <summary>Reads it to its end.</summary>
    /// <param name="before">Room that the caller needs before it in the same array, in bytes.</param>
    /// <param name="after">Room that the caller needs after it, in bytes.</param>
    /// <exception cref="BadRequestException">It is larger than that, comes too slowly, or is encoded.</exception>
    /// <exception cref="BusyException">There is no room for it now.</exception>
    public static async ValueTask<RequestBody> ReadAsync(
        HttpContext context, BodyBudget budget, int bytesMax, int before = 0, int after = 0)
    {
        var request = context.Request;
        CheckHead(request);
        if (request.ContentLength > bytesMax) throw TooLarge(bytesMax);

        var reserved = (int)(request.ContentLength ?? UnknownBytes);
        await budget.ReserveAsync(reserved, context.RequestAborted);
        var body = new RequestBody(budget, request.BodyReader, before, after, reserved);
        budget.Watch(body);
        try
        {
            await body.FillAsync(bytesMax, context.RequestAborted);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
        finally
        {
            budget.Unwatch(body);
        }
    }

    /// <summary>Ends the reading from another thread: its caller gets the exception.</summary>
    public void GiveUp(Exception cause)
    {
        Cause = cause;
        _reader.CancelPendingRead();
    }

    public void Dispose()
    {
        if (_buffer.Length == 0) return;

        _pool.Return(_buffer);
        _buffer = [];
        _budget.Release(Reserved);
    }

    async Task FillAsync(int bytesMax, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken);
            try
            {
                await TakeAsync(read.Buffer, bytesMax, cancellationToken);
            }
            finally
            {
                _reader.AdvanceTo(read.Buffer.End);
            }

            if (read.IsCompleted) return;
        }
    }

    async ValueTask TakeAsync(ReadOnlySequence<byte> arrived, int bytesMax, CancellationToken cancellationToken)
    {
        if (Cause is { } cause) throw cause;

        var length = _arrived + arrived.Length;
        if (length > bytesMax) throw TooLarge(bytesMax);
        if (length > Reserved) await GrowAsync((int)length, bytesMax, cancellationToken);
        arrived.CopyTo(_buffer.AsSpan(_before + (int)_arrived));
        Volatile.Write(ref _arrived, length);
    }

    async Task GrowAsync(int length, int bytesMax, CancellationToken cancellationToken)
    {
        var wanted = Math.Min(bytesMax, Math.Max(length, 2 * Reserved));
        await _budget.ReserveAsync(wanted - Reserved, cancellationToken);
        Reserved = wanted;
        var pool = _budget.Buffers.PoolOf(_before + wanted + _after);
        var larger = pool.Rent(_before + wanted + _after);
        _buffer.AsSpan(_before, (int)_arrived).CopyTo(larger.AsSpan(_before));
        _pool.Return(_buffer);
        (_pool, _buffer) = (pool, larger);
    }

    /// <summary>Refuses a body that would not be read as its sender wrote it.</summary>
    static void CheckHead(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding
            && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            throw new BadRequestException("This server takes no encoded bodies. Send it without Content-Encoding.")
            {
                Status = StatusCodes.Status415UnsupportedMediaType,
            };

        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset.HasValue
            && !IsUtf8(HeaderUtilities.RemoveQuotes(type.Charset)))
            throw new BadRequestException("This server reads texts as UTF-8. Send the body in it.")
            {
                Status = StatusCodes.Status415UnsupportedMediaType,
            };
    }

    static bool IsUtf8(Microsoft.Extensions.Primitives.StringSegment charset) =>
        charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
        || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase)
        || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);

    static BadRequestException TooLarge(int bytesMax)
    {
        var most = bytesMax >= 1 << 20 ? $"{bytesMax >> 20} MiB" : $"{bytesMax >> 10} KiB";
        var cure = bytesMax == Limits.IngestRequestBytesMax ? "Send smaller batches." : "Ask for less at a time.";
        return new BadRequestException($"The body of this request has at most {most}. {cure}")
        {
            Status = StatusCodes.Status413PayloadTooLarge,
        };
    }
}
