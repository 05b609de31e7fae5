using System.Globalization;

namespace NeptuneAlt.Server.Api.Auth;

/// <summary>What people may be called.</summary>
static class UserNames
{
    const int CharactersMax = 190;

    public static readonly string Rule = string.Create(
        CultureInfo.InvariantCulture, $"A user name has 1 to {CharactersMax} characters, and no control characters.");

    /// <returns>The name without spaces around it; <c>null</c> if it is none.</returns>
    public static string? Read(string? text) =>
        text?.Trim() is { Length: > 0 and <= CharactersMax } name && !name.Any(char.IsControl) ? name : null;
}
