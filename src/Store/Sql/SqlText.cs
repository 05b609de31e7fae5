using System.Buffers;
using NeptuneAlt.Store.Native;

namespace NeptuneAlt.Store.Sql;

/// <summary>The values of a statement under construction: each becomes a parameter, named by number.</summary>
sealed class SqlText
{
    int _count;

    public SqlArguments Arguments { get; } = new();

    /// <returns>What stands for the value in the statement.</returns>
    public string Bind(ulong value) => Name(value, "UInt64", Arguments.Add);

    public string Bind(long value) => Name(value, "Int64", Arguments.Add);

    public string Bind(uint value) => Name(value, "UInt32", Arguments.Add);

    public string Bind(double value) => Name(value, "Float64", Arguments.Add);

    public string Bind(string value) => Name(value, "String", Arguments.Add);

    public string Bind(IReadOnlyCollection<ulong> values) => Name(values, "Array(UInt64)", Arguments.Add);

    public string Bind(IReadOnlyCollection<uint> values) => Name(values, "Array(UInt32)", Arguments.Add);

    public string Bind(IReadOnlyCollection<long> values) => Name(values, "Array(Int64)", Arguments.Add);

    public string Bind(IReadOnlyCollection<double> values) => Name(values, "Array(Float64)", Arguments.Add);

    public string Bind(IReadOnlyCollection<string> values) => Name(values, "Array(String)", Arguments.Add);

    /// <summary>Rows of numbers, as a table: much cheaper for the store to take in than arrays are.</summary>
    public string Bind(NativeBlock rows)
    {
        var wire = new ArrayBufferWriter<byte>((int)rows.Bytes + 64);
        foreach (var piece in rows.Wire()) wire.Write(piece.Span);
        return $"format(Native, base64Decode({Bind(Convert.ToBase64String(wire.WrittenSpan))}))";
    }

    /// <summary>Condition that a project is one of these.</summary>
    public string Projects(IReadOnlyCollection<uint> projects) =>
        projects.Count == 1 ? $"project = {Bind(projects.First())}" : $"project IN {Bind(projects)}";

    string Name<T>(T value, string type, Func<string, T, SqlArguments> add)
    {
        var name = $"p{_count++}";
        add(name, value);
        return $"{{{name}:{type}}}";
    }
}
