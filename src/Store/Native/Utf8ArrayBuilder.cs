namespace NeptuneAlt.Store.Native;

/// <summary>A growing column of arrays of strings. Clearing keeps the memory.</summary>
public sealed class Utf8ArrayBuilder
{
    readonly Column<ulong> _ends = new();

    public int Count => _ends.Count;

    /// <summary>All arrays' strings, one after the other.</summary>
    public Utf8Builder Values { get; } = new();

    /// <summary>Where in <see cref="Values"/> each array ends, as the wire has it.</summary>
    public ReadOnlySpan<ulong> Ends => _ends.Span;

    /// <summary>Adds one string to the array that <see cref="EndRow"/> will end.</summary>
    public void AddItem(ReadOnlySpan<byte> utf8) => Values.Add(utf8);

    /// <summary>Adds one string to the array that <see cref="EndRow"/> will end.</summary>
    public void AddItem(string text) => Values.Add(text);

    public void EndRow() => _ends.Add((ulong)Values.Count);

    public void Clear()
    {
        Values.Clear();
        _ends.Clear();
    }
}
