using System.Security.Claims;

namespace NeptuneAlt.Server.Api.Auth;

/// <summary>The credential of a caller. Whatever the caller was granted ends with it.</summary>
/// <param name="Token">The API token; <c>null</c> for local and anonymous callers.</param>
/// <param name="Session">The browser's session; <c>null</c> for clients.</param>
readonly record struct Credential(Guid? Token, Guid? Session)
{
    public const string TokenClaim = "tid";
    public const string SessionClaim = "sid";

    public static Credential Of(ClaimsPrincipal user) => new(
        Guid.TryParse(user.FindFirstValue(TokenClaim), out var token) ? token : null,
        Guid.TryParse(user.FindFirstValue(SessionClaim), out var session) ? session : null);

    /// <returns><c>null</c> if that is no such text.</returns>
    public static Credential? Parse(string text)
    {
        if (text.Split('.') is not [var token, var session]) return null;
        if (!IsOne(token, out var tokenId) || !IsOne(session, out var sessionId)) return null;

        return new Credential(tokenId, sessionId);
    }

    public override string ToString() => $"{Token:N}.{Session:N}";

    static bool IsOne(string text, out Guid? id)
    {
        id = Guid.TryParseExact(text, "N", out var parsed) ? parsed : null;
        return id is not null || text.Length == 0;
    }
}
