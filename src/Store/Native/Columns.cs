namespace NeptuneAlt.Store.Native;

/// <summary>
/// An answer, or one block of it, in columns. Numbers are read where they lie: a column is asked for with the type that
/// its ClickHouse type has in memory (Bool as bool, DateTime64 as long, Enum8 as sbyte, Date as ushort).
/// </summary>
public sealed class Columns
{
    readonly Dictionary<string, ColumnData> _columns = [];

    public int Rows { get; private set; }

    /// <summary>Empty if the answer has no row: then not even the columns' names come over the wire.</summary>
    public IReadOnlyCollection<string> Names => _columns.Keys;

    /// <summary>A column of numbers. Where it is Nullable and null, the value is undefined.</summary>
    /// <exception cref="StoreException">There is no such column, or it is of another type.</exception>
    public ReadOnlySpan<T> Values<T>(string name)
        where T : unmanaged => Find<NumberData<T>>(name) is { } numbers ? numbers.Values.Span : default;

    /// <summary>The same, for code that cannot hold a span.</summary>
    public ReadOnlyMemory<T> Memory<T>(string name)
        where T : unmanaged => Find<NumberData<T>>(name) is { } numbers ? numbers.Values.Memory : default;

    /// <summary>A String or FixedString column. Where it is Nullable and null, the value is undefined.</summary>
    public Utf8Column Strings(string name) => new(Find<StringData>(name)?.Strings ?? new Utf8Builder());

    public ArrayColumn<T> Arrays<T>(string name)
        where T : unmanaged => new(Find<ArrayData<T>>(name));

    public StringArrayColumn StringArrays(string name) => new(Find<StringArrayData>(name));

    /// <summary>Which rows of a Nullable column are null; empty if the column is not Nullable.</summary>
    public ReadOnlySpan<bool> IsNull(string name) =>
        _columns.GetValueOrDefault(name) is NullableData nullable ? nullable.IsNull.Span : default;

    /// <summary>Adds the next block of the wire.</summary>
    /// <returns>False at the end.</returns>
    internal async ValueTask<bool> ReadBlockAsync(NativeReader reader, CancellationToken cancellationToken)
    {
        if (await reader.AtEndAsync(cancellationToken)) return false;

        var columns = await reader.ReadCountAsync(cancellationToken);
        var rows = await reader.ReadCountAsync(cancellationToken);
        for (var i = 0; i < columns; i++)
        {
            var name = await reader.ReadTextAsync(cancellationToken);
            var type = await reader.ReadTextAsync(cancellationToken);
            if (!_columns.TryGetValue(name, out var column))
            {
                if (Rows > 0) throw NativeReader.Malformed();
                _columns.Add(name, column = NativeTypes.NewColumn(type));
            }

            await column.ReadAsync(reader, rows, cancellationToken);
        }

        Rows += rows;
        return true;
    }

    /// <summary>Forgets the rows and keeps the memory for those of the next block.</summary>
    internal void Clear()
    {
        foreach (var column in _columns.Values) column.Clear();
        Rows = 0;
    }

    T? Find<T>(string name)
        where T : ColumnData
    {
        if (_columns.Count == 0) return null;

        var column = _columns.GetValueOrDefault(name)
            ?? throw new StoreException(0, $"The answer has no column {name}, only {string.Join(", ", Names)}.");
        if (column is NullableData nullable) column = nullable.Values;
        return column as T ?? throw new StoreException(
            0, $"The column {name} is a {column.GetType()}, not the {typeof(T)} that is asked for.");
    }
}
