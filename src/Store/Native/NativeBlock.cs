using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace NeptuneAlt.Store.Native;

/// <summary>
/// One block of ClickHouse's Native format, put together column by column in pooled memory. One block is one INSERT and
/// becomes one part, whole or not at all. Not for use by several threads; <see cref="Clear"/> makes it ready again.
/// </summary>
/// <remarks>
/// The format: number of columns, number of rows; then for each column its name, its type, and its values,
/// little-endian, one after the other. Strings have their length in front; arrays are a column of ends, then one of
/// values.
/// </remarks>
public sealed class NativeBlock : IDisposable
{
    const int SegmentBytes = 1 << 20;
    const int VarIntBytesMax = 10;
    // A ClickHouse server makes one part, so one atomic insert, of at most this many rows.
    const int RowsMax = 1_048_449;

    readonly List<byte[]> _segments = [];
    readonly List<string> _names = [];
    int _segment = -1;
    int _filled = SegmentBytes;

    public int Rows { get; private set; }

    public int ColumnCount => _names.Count;

    /// <summary>Bytes on the wire, without the few of the header.</summary>
    public long Bytes => _segment < 0 ? 0 : ((long)_segment * SegmentBytes) + _filled;

    internal IReadOnlyList<string> Names => _names;

    public NativeBlock Add(string name, ReadOnlySpan<byte> values) => Numbers(name, "UInt8", values);

    public NativeBlock Add(string name, ReadOnlySpan<ushort> values) => Numbers(name, "UInt16", values);

    public NativeBlock Add(string name, ReadOnlySpan<uint> values) => Numbers(name, "UInt32", values);

    public NativeBlock Add(string name, ReadOnlySpan<ulong> values) => Numbers(name, "UInt64", values);

    public NativeBlock Add(string name, ReadOnlySpan<sbyte> values) => Numbers(name, "Int8", values);

    public NativeBlock Add(string name, ReadOnlySpan<short> values) => Numbers(name, "Int16", values);

    public NativeBlock Add(string name, ReadOnlySpan<int> values) => Numbers(name, "Int32", values);

    public NativeBlock Add(string name, ReadOnlySpan<long> values) => Numbers(name, "Int64", values);

    public NativeBlock Add(string name, ReadOnlySpan<float> values) => Numbers(name, "Float32", values);

    public NativeBlock Add(string name, ReadOnlySpan<double> values) => Numbers(name, "Float64", values);

    public NativeBlock Add(string name, ReadOnlySpan<bool> values) => Numbers(name, "Bool", values);

    public NativeBlock Add<T>(string name, Column<T> column)
        where T : unmanaged => Numbers(name, TypeName<T>(), column.Span);

    /// <summary>Adds a column whose values lie in several places, copying each once.</summary>
    public NativeBlock AddPieces<TSource, T>(
        string name, IReadOnlyCollection<TSource> sources, Piece<TSource, T> piece)
        where T : unmanaged
    {
        var rows = 0;
        foreach (var source in sources) rows += piece(source).Length;
        Begin(name, TypeName<T>(), rows);
        foreach (var source in sources) Write(MemoryMarshal.AsBytes(piece(source)));
        return this;
    }

    /// <summary>Adds a column of values that are each repeated so many times.</summary>
    public NativeBlock AddRepeated<T>(string name, IReadOnlyCollection<(T Value, int Count)> runs)
        where T : unmanaged
    {
        Begin(name, TypeName<T>(), runs.Sum(run => run.Count));
        Span<T> some = stackalloc T[256];
        foreach (var (value, count) in runs)
        {
            some.Fill(value);
            for (var left = count; left > 0; left -= some.Length)
                Write(MemoryMarshal.AsBytes(some[..Math.Min(left, some.Length)]));
        }

        return this;
    }

    public NativeBlock AddStrings(string name, Utf8Builder strings)
    {
        Begin(name, "String", strings.Count);
        WriteStrings(strings);
        return this;
    }

    public NativeBlock AddArrays<T>(string name, ArrayBuilder<T> arrays)
        where T : unmanaged
    {
        Begin(name, $"Array({TypeName<T>()})", arrays.Count);
        Write(MemoryMarshal.AsBytes(arrays.Ends));
        Write(MemoryMarshal.AsBytes(arrays.Values));
        return this;
    }

    public NativeBlock AddArrays(string name, Utf8ArrayBuilder arrays)
    {
        Begin(name, "Array(String)", arrays.Count);
        Write(MemoryMarshal.AsBytes(arrays.Ends));
        WriteStrings(arrays.Values);
        return this;
    }

    /// <summary>Forgets the columns and keeps the memory.</summary>
    public void Clear()
    {
        _names.Clear();
        Rows = 0;
        _segment = -1;
        _filled = SegmentBytes;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Clear();
        foreach (var segment in _segments) ArrayPool<byte>.Shared.Return(segment);
        _segments.Clear();
    }

    /// <summary>The block as it goes over the wire, in order. Valid until the block changes.</summary>
    internal IEnumerable<ReadOnlyMemory<byte>> Wire()
    {
        var header = new byte[2 * VarIntBytesMax];
        var length = VarInt(header, (ulong)_names.Count);
        length += VarInt(header.AsSpan(length), (ulong)Rows);
        yield return header.AsMemory(0, length);

        for (var i = 0; i <= _segment; i++)
        {
            yield return _segments[i].AsMemory(0, i < _segment ? SegmentBytes : _filled);
        }
    }

    NativeBlock Numbers<T>(string name, string type, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Begin(name, type, values.Length);
        Write(MemoryMarshal.AsBytes(values));
        return this;
    }

    void Begin(string name, string type, int rows)
    {
        if (_names.Count > 0 && rows != Rows)
        {
            throw new ArgumentException($"Column {name} has {rows} rows, those before it have {Rows}.", nameof(rows));
        }

        if (rows > RowsMax)
        {
            throw new ArgumentException($"A block has at most {RowsMax} rows, not {rows}.", nameof(rows));
        }

        Rows = rows;
        _names.Add(name);
        WriteString(Encoding.UTF8.GetBytes(name));
        WriteString(Encoding.UTF8.GetBytes(type));
    }

    void WriteStrings(Utf8Builder strings)
    {
        var bytes = strings.Bytes;
        var start = 0;
        foreach (var end in strings.Ends)
        {
            WriteString(bytes[start..end]);
            start = end;
        }
    }

    void WriteString(ReadOnlySpan<byte> bytes)
    {
        var room = SegmentBytes - _filled;
        if (room >= bytes.Length + VarIntBytesMax)
        {
            // The common case: all in this segment.
            var target = _segments[_segment].AsSpan(_filled);
            var length = VarInt(target, (ulong)bytes.Length);
            bytes.CopyTo(target[length..]);
            _filled += length + bytes.Length;
            return;
        }

        Span<byte> prefix = stackalloc byte[VarIntBytesMax];
        Write(prefix[..VarInt(prefix, (ulong)bytes.Length)]);
        Write(bytes);
    }

    void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_filled == SegmentBytes) NextSegment();
            var part = bytes[..Math.Min(bytes.Length, SegmentBytes - _filled)];
            part.CopyTo(_segments[_segment].AsSpan(_filled));
            _filled += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    void NextSegment()
    {
        if (++_segment == _segments.Count) _segments.Add(ArrayPool<byte>.Shared.Rent(SegmentBytes));
        _filled = 0;
    }

    static int VarInt(Span<byte> target, ulong value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7) target[length++] = (byte)(value | 0x80);
        target[length++] = (byte)value;
        return length;
    }

    static string TypeName<T>() => NativeTypes.Name(typeof(T));
}

/// <summary>The values that a column gets of one source.</summary>
public delegate ReadOnlySpan<T> Piece<in TSource, T>(TSource source)
    where T : unmanaged;
