using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace NeptuneAlt.Store.Native;

/// <summary>Reads the parts of Native blocks from a stream through one pooled buffer.</summary>
sealed class NativeReader(Stream stream) : IDisposable
{
    const int BufferBytes = 1 << 18;
    const int CountMax = 1 << 28;
    const int TailBytes = 1 << 13;

    // The first bytes are the end of what was read before: an error behind the data may lie across two reads.
    readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    int _position = TailBytes;
    int _end = TailBytes;

    ReadOnlySpan<byte> Buffered => _buffer.AsSpan(_position, _end - _position);

    public static StoreException Malformed() => new(0, "The store's answer is no Native block.");

    public async ValueTask<bool> AtEndAsync(CancellationToken cancellationToken) =>
        _position == _end && !await FillAsync(cancellationToken);

    public async ValueTask<int> ReadCountAsync(CancellationToken cancellationToken)
    {
        var value = await ReadVarIntAsync(cancellationToken);
        return value <= CountMax ? (int)value : throw Malformed();
    }

    public async ValueTask<string> ReadTextAsync(CancellationToken cancellationToken)
    {
        var bytes = new Utf8Builder();
        await ReadStringsAsync(bytes, 1, null, cancellationToken);
        return Encoding.UTF8.GetString(bytes[0]);
    }

    public async ValueTask ReadNumbersAsync<T>(Column<T> column, int rows, CancellationToken cancellationToken)
        where T : unmanaged
    {
        var before = column.Count;
        var missing = column.ExtendBytes(rows).Length;
        while (true)
        {
            var part = Math.Min(missing, _end - _position);
            var target = MemoryMarshal.AsBytes(column.Span[before..]);
            _buffer.AsSpan(_position, part).CopyTo(target[^missing..]);
            _position += part;
            missing -= part;
            if (missing == 0) return;
            await NeedAsync(cancellationToken);
        }
    }

    /// <param name="width">Bytes of each string, if they are not written in front of it.</param>
    public async ValueTask ReadStringsAsync(
        Utf8Builder strings, int rows, int? width, CancellationToken cancellationToken)
    {
        while (true)
        {
            rows -= ReadBuffered(strings, rows, width);
            if (rows == 0) return;

            // The next string is not whole in the buffer.
            var missing = width ?? await ReadCountAsync(cancellationToken);
            while (true)
            {
                var part = Math.Min(missing, _end - _position);
                _buffer.AsSpan(_position, part).CopyTo(strings.Extend(part));
                _position += part;
                missing -= part;
                if (missing == 0) break;
                await NeedAsync(cancellationToken);
            }

            strings.EndRow();
            rows--;
        }
    }

    /// <summary>The error that the store wrote behind the data it had sent already, or null.</summary>
    public async Task<Exception?> ErrorBehindAsync(CancellationToken cancellationToken)
    {
        while (await FillAsync(cancellationToken))
        {
        }

        return StoreErrors.InText(Encoding.Latin1.GetString(_buffer.AsSpan(_end - TailBytes, TailBytes)));
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>Takes the strings that are whole in the buffer, without an await between them.</summary>
    int ReadBuffered(Utf8Builder strings, int rows, int? width)
    {
        for (var taken = 0; taken < rows; taken++)
        {
            var rest = Buffered;
            var (length, prefix) = width is { } bytes ? (bytes, 0) : Prefix(rest);
            if (prefix < 0 || rest.Length - prefix < length) return taken;
            strings.Add(rest.Slice(prefix, length));
            _position += prefix + length;
        }

        return rows;
    }

    /// <returns>The length in front of a string, and how many bytes it takes; -1: it is not whole in the
    /// buffer.</returns>
    static (int Length, int Prefix) Prefix(ReadOnlySpan<byte> bytes)
    {
        uint value = 0;
        for (var i = 0; i < bytes.Length && i < 5; i++)
        {
            value |= (uint)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80) return value <= CountMax ? ((int)value, i + 1) : throw Malformed();
        }

        return (0, -1);
    }

    async ValueTask<ulong> ReadVarIntAsync(CancellationToken cancellationToken)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_position == _end) await NeedAsync(cancellationToken);
            var next = _buffer[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw Malformed();
    }

    async ValueTask NeedAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(cancellationToken)) throw Malformed();
    }

    /// <summary>Refills the buffer, whatever is left in it.</summary>
    async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_end - TailBytes, TailBytes).CopyTo(_buffer);
        var read = await stream.ReadAsync(_buffer.AsMemory(TailBytes), cancellationToken);
        _position = TailBytes;
        _end = TailBytes + read;
        return read > 0;
    }
}
