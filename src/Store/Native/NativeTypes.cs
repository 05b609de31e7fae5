namespace NeptuneAlt.Store.Native;

/// <summary>Names of ClickHouse's types and what they are in memory.</summary>
static class NativeTypes
{
    public static string Name(Type type) =>
        type == typeof(byte) ? "UInt8"
        : type == typeof(ushort) ? "UInt16"
        : type == typeof(uint) ? "UInt32"
        : type == typeof(ulong) ? "UInt64"
        : type == typeof(sbyte) ? "Int8"
        : type == typeof(short) ? "Int16"
        : type == typeof(int) ? "Int32"
        : type == typeof(long) ? "Int64"
        : type == typeof(float) ? "Float32"
        : type == typeof(double) ? "Float64"
        : type == typeof(bool) ? "Bool"
        : throw new NotSupportedException($"The store has no column of {type.Name}.");

    /// <summary>A new, empty column for a type as the wire names it.</summary>
    /// <exception cref="StoreException">The type is none that our statements select.</exception>
    public static ColumnData NewColumn(string type)
    {
        if (Inner(type, "Nullable") is { } nullable) return new NullableData(NewColumn(nullable));
        if (Inner(type, "Array") is { } item) return NewArray(item, NewColumn(item));
        if (Inner(type, "FixedString") is { } width) return new StringData(int.Parse(width, null));

        return BareName(type) switch
        {
            "UInt8" => new NumberData<byte>(),
            "UInt16" or "Date" => new NumberData<ushort>(),
            "UInt32" or "DateTime" => new NumberData<uint>(),
            "UInt64" => new NumberData<ulong>(),
            "Int8" or "Enum8" => new NumberData<sbyte>(),
            "Int16" or "Enum16" => new NumberData<short>(),
            "Int32" or "Date32" => new NumberData<int>(),
            "Int64" or "DateTime64" => new NumberData<long>(),
            "Float32" => new NumberData<float>(),
            "Float64" => new NumberData<double>(),
            "Bool" => new NumberData<bool>(),
            "String" => new StringData(null),
            _ => throw new StoreException(0, $"Columns of the type {type} are not read; cast it in the statement."),
        };
    }

    static ColumnData NewArray(string item, ColumnData items) => items switch
    {
        NumberData<byte> values => new ArrayData<byte>(values),
        NumberData<ushort> values => new ArrayData<ushort>(values),
        NumberData<uint> values => new ArrayData<uint>(values),
        NumberData<ulong> values => new ArrayData<ulong>(values),
        NumberData<sbyte> values => new ArrayData<sbyte>(values),
        NumberData<short> values => new ArrayData<short>(values),
        NumberData<int> values => new ArrayData<int>(values),
        NumberData<long> values => new ArrayData<long>(values),
        NumberData<float> values => new ArrayData<float>(values),
        NumberData<double> values => new ArrayData<double>(values),
        NumberData<bool> values => new ArrayData<bool>(values),
        StringData values => new StringArrayData(values),
        _ => throw new StoreException(0, $"Arrays of {item} are not read; cast them in the statement."),
    };

    static string? Inner(string type, string outer) =>
        type.StartsWith(outer, StringComparison.Ordinal) && type.Length > outer.Length + 1 && type[outer.Length] == '('
            ? type[(outer.Length + 1)..^1]
            : null;

    static string BareName(string type) => type.IndexOf('(', StringComparison.Ordinal) is var open and > 0
        ? type[..open]
        : type;
}
