namespace NeptuneAlt.Server.Api.Http;

/// <summary>Fields with rules of their own: one misread in silence would answer another question.</summary>
static class FieldRules
{
    /// <param name="field">Name of the field, for the message.</param>
    /// <returns>Whether it is <paramref name="yes"/>, in any case; <c>false</c> if the field is missing.</returns>
    /// <exception cref="BadRequestException">It is neither word.</exception>
    public static bool Is(this string? text, string yes, string no, string field) => text is not null
        && (text.Equals(yes, StringComparison.OrdinalIgnoreCase)
            || (text.Equals(no, StringComparison.OrdinalIgnoreCase)
                ? false
                : throw new BadRequestException($"{field} is {yes} or {no}, not '{text}'.")));

    /// <summary>A number as text may say NaN, which compares with nothing and would be read as 0.</summary>
    /// <exception cref="BadRequestException">It is NaN.</exception>
    public static double? Number(this double? number, string field) => number is double.NaN
        ? throw new BadRequestException($"{field} is a number, not NaN.")
        : number;
}
