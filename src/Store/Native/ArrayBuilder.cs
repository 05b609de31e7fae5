namespace NeptuneAlt.Store.Native;

/// <summary>A growing column of arrays of numbers. Clearing keeps the memory.</summary>
public sealed class ArrayBuilder<T>
    where T : unmanaged
{
    readonly Column<T> _values = new();
    readonly Column<ulong> _ends = new();

    public int Count => _ends.Count;

    /// <summary>All arrays' values, one after the other.</summary>
    public ReadOnlySpan<T> Values => _values.Span;

    /// <summary>Where in <see cref="Values"/> each array ends, as the wire has it.</summary>
    public ReadOnlySpan<ulong> Ends => _ends.Span;

    public void Add(ReadOnlySpan<T> array)
    {
        _values.AddRange(array);
        EndRow();
    }

    /// <summary>Adds one value to the array that <see cref="EndRow"/> will end.</summary>
    public void AddItem(T value) => _values.Add(value);

    public void EndRow() => _ends.Add((ulong)_values.Count);

    public void Clear()
    {
        _values.Clear();
        _ends.Clear();
    }
}
