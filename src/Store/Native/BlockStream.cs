namespace NeptuneAlt.Store.Native;

/// <summary>
/// A block as the stream that an HTTP request's content reads: its pooled memory goes to the socket as it is.
/// </summary>
sealed class BlockStream(NativeBlock block) : Stream
{
    readonly List<ReadOnlyMemory<byte>> _wire = [.. block.Wire()];

    public override bool CanRead => true;

    // So that the request can say its length, and be sent again after a refused authentication.
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _wire.Sum(piece => (long)piece.Length);

    public override long Position { get; set; }

    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        foreach (var piece in _wire) await destination.WriteAsync(piece, cancellationToken);
        Position = Length;
    }

    public override int Read(Span<byte> buffer)
    {
        var start = Position;
        foreach (var piece in _wire)
        {
            if (start < piece.Length)
            {
                var part = piece.Span[(int)start..];
                part = part[..Math.Min(part.Length, buffer.Length)];
                part.CopyTo(buffer);
                Position += part.Length;
                return part.Length;
            }

            start -= piece.Length;
        }

        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
