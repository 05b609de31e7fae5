using System.Buffers;
using System.Globalization;
using System.Text;

namespace NeptuneAlt.Store.Sql;

/// <summary>
/// The values of a statement's <c>{name:Type}</c> parameters, kept as the text that ClickHouse reads: values never
/// become part of the statement.
/// </summary>
public sealed class SqlArguments
{
    // A server takes at most 128 KiB in one form field; a UTF-16 unit is at most three bytes, and some are escaped.
    const int FieldCharsMax = 30_000;

    static readonly SearchValues<char> s_special = SearchValues.Create("\\'\t\n\r\0");

    readonly List<SqlArgument> _arguments = [];

    /// <summary>For statements without parameters.</summary>
    public static SqlArguments None => new();

    internal IReadOnlyList<SqlArgument> All => _arguments;

    public SqlArguments Add(string name, ulong value) => Whole(name, "UInt64", Text(value));

    public SqlArguments Add(string name, long value) => Whole(name, "Int64", Text(value));

    public SqlArguments Add(string name, uint value) => Whole(name, "UInt32", Text(value));

    public SqlArguments Add(string name, double value) => Whole(name, "Float64", Text(value));

    public SqlArguments Add(string name, string value)
    {
        var fields = new List<string>();
        for (var rest = value.AsSpan(); rest.Length > 0 || fields.Count == 0;)
        {
            var length = Math.Min(rest.Length, FieldCharsMax);
            // A character of two UTF-16 units stays whole.
            if (length < rest.Length && char.IsHighSurrogate(rest[length - 1])) length--;
            var field = new StringBuilder(length);
            AppendEscaped(field, rest[..length]);
            fields.Add(field.ToString());
            rest = rest[length..];
        }

        return Take(name, "String", fields);
    }

    public SqlArguments Add(string name, IReadOnlyCollection<ulong> values) => Numbers(name, "UInt64", values, Text);

    public SqlArguments Add(string name, IReadOnlyCollection<uint> values) =>
        Numbers(name, "UInt32", values, value => Text(value));

    public SqlArguments Add(string name, IReadOnlyCollection<long> values) => Numbers(name, "Int64", values, Text);

    public SqlArguments Add(string name, IReadOnlyCollection<double> values) => Numbers(name, "Float64", values, Text);

    public SqlArguments Add(string name, IReadOnlyCollection<string> values) =>
        Array(name, "String", values, static (field, value) =>
        {
            field.Append('\'');
            AppendEscaped(field, value);
            field.Append('\'');
        });

    static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    static string Text(double value) =>
        double.IsNaN(value) ? "nan"
        : double.IsInfinity(value) ? value > 0 ? "inf" : "-inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    SqlArguments Numbers<T>(string name, string type, IReadOnlyCollection<T> values, Func<T, string> text) =>
        Array(name, type, values, (field, value) => field.Append(text(value)));

    SqlArguments Array<T>(string name, string type, IReadOnlyCollection<T> values, Action<StringBuilder, T> append)
    {
        var fields = new List<string>();
        var field = new StringBuilder("[");
        foreach (var value in values)
        {
            if (field.Length > 1) field.Append(',');
            append(field, value);
            if (field.Length < FieldCharsMax) continue;
            fields.Add(field.Append(']').ToString());
            field.Clear().Append('[');
        }

        if (field.Length > 1 || fields.Count == 0) fields.Add(field.Append(']').ToString());
        return Take(name, $"Array({type})", fields);
    }

    SqlArguments Whole(string name, string type, string text) => Take(name, type, [text]);

    SqlArguments Take(string name, string type, IReadOnlyList<string> fields)
    {
        if (_arguments.Exists(argument => argument.Name == name))
        {
            throw new ArgumentException($"There is an argument {name} already.", nameof(name));
        }

        _arguments.Add(new SqlArgument(name, type, fields));
        return this;
    }

    // ClickHouse reads a value as tab-separated text, and the strings within an array as quoted ones: both know these.
    static void AppendEscaped(StringBuilder field, ReadOnlySpan<char> text)
    {
        for (int special; (special = text.IndexOfAny(s_special)) >= 0; text = text[(special + 1)..])
        {
            field.Append(text[..special]).Append('\\').Append(text[special] switch
            {
                '\t' => 't',
                '\n' => 'n',
                '\r' => 'r',
                '\0' => '0',
                var other => other,
            });
        }

        field.Append(text);
    }
}
