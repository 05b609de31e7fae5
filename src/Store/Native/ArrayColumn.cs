namespace NeptuneAlt.Store.Native;

/// <summary>A column of arrays of numbers.</summary>
public readonly struct ArrayColumn<T>
    where T : unmanaged
{
    readonly ArrayData<T>? _arrays;

    internal ArrayColumn(ArrayData<T>? arrays) => _arrays = arrays;

    public int Count => _arrays?.Ends.Rows ?? 0;

    /// <summary>The row's values, where they lie.</summary>
    public ReadOnlySpan<T> this[int row] =>
        _arrays is null ? throw new ArgumentOutOfRangeException(nameof(row)) : _arrays.Values.Span[_arrays.Ends[row]];
}
