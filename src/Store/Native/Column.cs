using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeptuneAlt.Store.Native;

/// <summary>
/// A growing column of numbers. Clearing keeps the memory, so that the next block costs no allocation.
/// </summary>
public sealed class Column<T>
    where T : unmanaged
{
    const int CapacityMin = 16;

    T[] _values = [];

    public int Count { get; private set; }

    /// <summary>The values, until the next change.</summary>
    public Span<T> Span => _values.AsSpan(0, Count);

    public ref T this[int row] => ref Span[row];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T value)
    {
        if (Count == _values.Length) Grow(Count + 1);
        _values[Count++] = value;
    }

    public void AddRange(ReadOnlySpan<T> values) => values.CopyTo(Extend(values.Length));

    /// <summary>Adds so many rows with the same value.</summary>
    public void AddRepeated(T value, int count) => Extend(count).Fill(value);

    public void Clear() => Count = 0;

    /// <summary>Adds rows of undefined content for the caller to fill.</summary>
    public Span<T> Extend(int count)
    {
        if (Count + count > _values.Length) Grow(Count + count);
        var added = _values.AsSpan(Count, count);
        Count += count;
        return added;
    }

    internal ReadOnlyMemory<T> Memory => _values.AsMemory(0, Count);

    void Grow(int needed)
    {
        var capacity = Math.Max(needed, Math.Max(CapacityMin, (int)Math.Min(Array.MaxLength, _values.Length * 2L)));
        var grown = GC.AllocateUninitializedArray<T>(capacity);
        Span.CopyTo(grown);
        _values = grown;
    }

    internal Span<byte> ExtendBytes(int count) => MemoryMarshal.AsBytes(Extend(count));
}
