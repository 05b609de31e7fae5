using System.Text;

namespace NeptuneAlt.Store.Native;

/// <summary>A column of arrays of strings.</summary>
public readonly struct StringArrayColumn
{
    readonly StringArrayData? _arrays;

    internal StringArrayColumn(StringArrayData? arrays) => _arrays = arrays;

    public int Count => _arrays?.Ends.Rows ?? 0;

    /// <summary>One string of the row's array, where it lies.</summary>
    public ReadOnlySpan<byte> this[int row, int item] => Arrays.Strings[Arrays.Ends[row].Start.Value + item];

    /// <summary>How many strings the row's array has.</summary>
    public int Length(int row) => Arrays.Ends[row] is var range ? range.End.Value - range.Start.Value : 0;

    /// <summary>The row as new strings.</summary>
    public string[] Texts(int row)
    {
        var texts = new string[Length(row)];
        for (var item = 0; item < texts.Length; item++) texts[item] = Encoding.UTF8.GetString(this[row, item]);
        return texts;
    }

    StringArrayData Arrays => _arrays ?? throw new InvalidOperationException("The answer has no rows.");
}
