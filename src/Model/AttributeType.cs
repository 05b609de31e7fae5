namespace NeptuneAlt.Model;

/// <summary>The type of an attribute, fixed per run at its first write. The numbers are stored; never reuse one.</summary>
public enum AttributeType : byte
{
    None = 0,
    Float = 1,
    Int = 2,
    Bool = 3,
    String = 4,
    Datetime = 5,
    StringSet = 6,
    FileRef = 7,
    FloatSeries = 8,
    StringSeries = 9,
    HistogramSeries = 10,
    FileRefSeries = 11,
    ExperimentState = 12,
}

/// <summary>The names that Neptune's API uses for attribute types.</summary>
public static class AttributeTypes
{
    static readonly string[] Names =
    [
        "", "float", "int", "bool", "string", "datetime", "stringSet", "fileRef", "floatSeries", "stringSeries",
        "histogramSeries", "fileRefSeries", "experimentState",
    ];

    /// <summary>Name in the API, such as <c>floatSeries</c>.</summary>
    public static string Name(this AttributeType type) => Names[(int)type];

    /// <summary>The names of all types that attributes have.</summary>
    public static IReadOnlyList<string> All => Names[1..];

    /// <summary>Types that Neptune's API still names, but that no attribute has any more.</summary>
    public static bool IsRetired(string name) => name is "complex" or "gitRef";

    /// <summary>The type of that name, <see cref="AttributeType.None"/> if there is none. <c>integer</c> and
    /// <c>file</c> are old spellings.</summary>
    public static AttributeType Parse(string name) => name switch
    {
        "" => AttributeType.None,
        "integer" => AttributeType.Int,
        "file" => AttributeType.FileRef,
        "histogram" => AttributeType.HistogramSeries,
        _ => Array.IndexOf(Names, name) is var i and > 0 ? (AttributeType)i : AttributeType.None,
    };

    /// <summary>Whether values of this type lie along steps.</summary>
    public static bool IsSeries(this AttributeType type) => type is AttributeType.FloatSeries
        or AttributeType.StringSeries or AttributeType.HistogramSeries or AttributeType.FileRefSeries;
}
