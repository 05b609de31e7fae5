using System.Text;

namespace NeptuneAlt.Store.Native;

/// <summary>A growing column of strings as UTF-8 bytes in one run of memory. Clearing keeps the memory.</summary>
public sealed class Utf8Builder
{
    readonly Column<byte> _bytes = new();
    readonly Column<int> _ends = new();

    public int Count => _ends.Count;

    /// <summary>All strings' bytes, one after the other.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>Where in <see cref="Bytes"/> each string ends.</summary>
    public ReadOnlySpan<int> Ends => _ends.Span;

    public ReadOnlySpan<byte> this[int row]
    {
        get
        {
            var start = row == 0 ? 0 : _ends[row - 1];
            return _bytes.Span[start.._ends[row]];
        }
    }

    public void Add(ReadOnlySpan<byte> utf8)
    {
        _bytes.AddRange(utf8);
        _ends.Add(_bytes.Count);
    }

    public void Add(string text)
    {
        Encoding.UTF8.GetBytes(text, _bytes.Extend(Encoding.UTF8.GetByteCount(text)));
        _ends.Add(_bytes.Count);
    }

    public void Clear()
    {
        _bytes.Clear();
        _ends.Clear();
    }

    /// <summary>Room for the bytes of a string that <see cref="EndRow"/> will end.</summary>
    internal Span<byte> Extend(int bytes) => _bytes.Extend(bytes);

    internal void EndRow() => _ends.Add(_bytes.Count);
}
