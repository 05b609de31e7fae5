
namespace NeptuneAlt.Server.Api.Http;

/// <summary>Fields that hold one of a few words: a word misread in silence would answer another question.</summary>
static class Choice
{
    /// <param name="field">Name of the field, for the message.</param>
    /// <returns>Whether it is <paramref name="yes"/>, in any case; <c>false</c> if the field is missing.</returns>
    /// <exception cref="BadRequestException">It is neither word.</exception>
    public static bool Is(this string? text, string yes, string no, string field) => text is not null
        && (text.Equals(yes, StringComparison.OrdinalIgnoreCase)
            || (text.Equals(no, StringComparison.OrdinalIgnoreCase)
                ? false
                : throw new BadRequestException($"{field} is {yes} or {no}, not '{text}'.")));
}
