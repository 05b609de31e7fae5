namespace NeptuneAlt.Query.Formula;

/// <summary>What a part of a formula is, from the smaller to the larger: the smaller is spread over the larger.</summary>
public enum FormulaKind : byte
{
    /// <summary>One for all.</summary>
    Number,

    /// <summary>One a run, or missing.</summary>
    Scalar,

    /// <summary>A value at whatever steps the others have: <c>step</c>, or what is held.</summary>
    Guest,

    /// <summary>Values at steps of a run.</summary>
    Series,

    /// <summary>A series for each matching name.</summary>
    Family,
}
