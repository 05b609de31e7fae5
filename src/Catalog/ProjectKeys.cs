using System.Globalization;

namespace NeptuneAlt.Catalog;

/// <summary>Project keys: 1 to 10 upper-case letters or digits, at least one of them a letter.</summary>
public static class ProjectKeys
{
    const int LengthMax = 10;

    /// <summary>The key for a project of that name: its letters and digits, numbered if taken.</summary>
    public static string Derive(string name, IReadOnlySet<string> taken)
    {
        var letters = string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        if (!letters.Any(char.IsAsciiLetter)) letters = "P" + letters;
        var key = letters[..Math.Min(letters.Length, LengthMax)];

        // A key that ends in a digit keeps its own number: P12 is followed by P12X2, not by P122.
        var stem = char.IsAsciiDigit(key[^1]) ? key + "X" : key;
        for (var number = 2; taken.Contains(key); number++)
        {
            var suffix = number.ToString(CultureInfo.InvariantCulture);
            key = stem[..Math.Min(stem.Length, LengthMax - suffix.Length)] + suffix;
        }

        return key;
    }
}
