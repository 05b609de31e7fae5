using System.Buffers;

namespace NeptuneAlt.Blobs.Local;

/// <summary>A stretch of a checked file, read once from its beginning to its end: no byte is given of a piece that is not what was
/// uploaded. Owns the file.</summary>
sealed class CheckedStream : Stream
{
    readonly CheckedFile _file;
    readonly byte[] _sums;
    readonly byte[] _piece = ArrayPool<byte>.Shared.Rent(PieceSums.PieceBytes);
    ReadOnlyMemory<byte> _ready;
    long _next;
    long _left;
    bool _isDisposed;

    public CheckedStream(CheckedFile file, long offset, long length)
    {
        (_file, _next) = (file, offset);
        _left = Math.Max(0, Math.Min(length, file.Length - offset));
        _sums = file.Sums();
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0) return 0;
        if (_ready.IsEmpty)
        {
            var (piece, skipped) = Math.DivRem(_next, PieceSums.PieceBytes);
            var length = await _file.ReadAsync(piece, _sums, _piece, cancellationToken);
            _ready = _piece.AsMemory(0, length)[(int)skipped..];
        }

        var count = (int)Math.Min(Math.Min(buffer.Length, _ready.Length), _left);
        _ready[..count].CopyTo(buffer);
        _ready = _ready[count..];
        _next += count;
        _left -= count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _file.Dispose();
            ArrayPool<byte>.Shared.Return(_piece);
        }

        base.Dispose(disposing);
    }
}
