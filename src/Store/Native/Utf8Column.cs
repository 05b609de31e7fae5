using System.Text;

namespace NeptuneAlt.Store.Native;

/// <summary>A column of strings as UTF-8 bytes.</summary>
public readonly struct Utf8Column
{
    readonly Utf8Builder _strings;

    internal Utf8Column(Utf8Builder strings) => _strings = strings;

    public int Count => _strings.Count;

    /// <summary>The bytes, where they lie.</summary>
    public ReadOnlySpan<byte> this[int row] => _strings[row];

    /// <summary>The row as a new string.</summary>
    public string Text(int row) => Encoding.UTF8.GetString(_strings[row]);
}
