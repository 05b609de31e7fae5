namespace NeptuneAlt.Store.Native;

/// <summary>One column of an answer, growing block by block.</summary>
abstract class ColumnData
{
    public abstract ValueTask ReadAsync(NativeReader reader, int rows, CancellationToken cancellationToken);

    /// <summary>Forgets the rows and keeps the memory.</summary>
    public abstract void Clear();
}

sealed class NumberData<T> : ColumnData
    where T : unmanaged
{
    public Column<T> Values { get; } = new();

    public override ValueTask ReadAsync(NativeReader reader, int rows, CancellationToken cancellationToken) =>
        reader.ReadNumbersAsync(Values, rows, cancellationToken);

    public override void Clear() => Values.Clear();
}

/// <param name="width">Bytes of each value of a FixedString; null: a String, whose values have their own
/// lengths.</param>
sealed class StringData(int? width) : ColumnData
{
    public Utf8Builder Strings { get; } = new();

    public override ValueTask ReadAsync(NativeReader reader, int rows, CancellationToken cancellationToken) =>
        reader.ReadStringsAsync(Strings, rows, width, cancellationToken);

    public override void Clear() => Strings.Clear();
}

sealed class ArrayData<T>(NumberData<T> items) : ColumnData
    where T : unmanaged
{
    public ArrayEnds Ends { get; } = new();

    public Column<T> Values => items.Values;

    public override async ValueTask ReadAsync(NativeReader reader, int rows, CancellationToken cancellationToken) =>
        await items.ReadAsync(
            reader, await Ends.ReadAsync(reader, rows, Values.Count, cancellationToken), cancellationToken);

    public override void Clear()
    {
        Ends.Clear();
        items.Clear();
    }
}

sealed class StringArrayData(StringData items) : ColumnData
{
    public ArrayEnds Ends { get; } = new();

    public Utf8Builder Strings => items.Strings;

    public override async ValueTask ReadAsync(NativeReader reader, int rows, CancellationToken cancellationToken) =>
        await items.ReadAsync(
            reader, await Ends.ReadAsync(reader, rows, Strings.Count, cancellationToken), cancellationToken);

    public override void Clear()
    {
        Ends.Clear();
        items.Clear();
    }
}

sealed class NullableData(ColumnData values) : ColumnData
{
    public Column<bool> IsNull { get; } = new();

    public ColumnData Values => values;

    public override async ValueTask ReadAsync(NativeReader reader, int rows, CancellationToken cancellationToken)
    {
        await reader.ReadNumbersAsync(IsNull, rows, cancellationToken);
        await values.ReadAsync(reader, rows, cancellationToken);
    }

    public override void Clear()
    {
        IsNull.Clear();
        values.Clear();
    }
}

/// <summary>The end of each array of a column, counted over all blocks; on the wire every block counts from
/// 0.</summary>
sealed class ArrayEnds
{
    readonly Column<ulong> _block = new();
    readonly Column<int> _ends = new();

    public int Rows => _ends.Count;

    public void Clear() => _ends.Clear();

    public Range this[int row] => (row == 0 ? 0 : _ends[row - 1]).._ends[row];

    /// <returns>How many items the block's arrays have together.</returns>
    public async ValueTask<int> ReadAsync(
        NativeReader reader, int rows, int before, CancellationToken cancellationToken)
    {
        _block.Clear();
        await reader.ReadNumbersAsync(_block, rows, cancellationToken);
        foreach (var end in _block.Span) _ends.Add(checked(before + (int)end));
        return rows == 0 ? 0 : (int)_block[rows - 1];
    }
}
