using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NeptuneAlt.Catalog;

namespace NeptuneAlt.Server.Api.Auth;

/// <summary>The purpose of a signed token; a token of one purpose is never accepted for another.</summary>
enum TokenUse
{
    /// <summary>Sent with each call of a client.</summary>
    Access,

    /// <summary>Exchanged for new tokens.</summary>
    Refresh,

    /// <summary>The browser's cookie.</summary>
    Session,
}

/// <param name="TokenId">The API token that the caller came with; <c>null</c> for local and anonymous callers.</param>
sealed record Caller(string Username, Guid? TokenId)
{
    /// <summary>The browser's session; <c>null</c> for clients, and before there is one.</summary>
    public Guid? Session { get; init; }

    public Credential Credential => new(TokenId, Session);
}

/// <summary>
/// Signed tokens (JWT, HS256). The key is kept in the catalog, so that tokens hold across restarts and on every
/// replica: the clients do not authenticate again when one is refused.
/// </summary>
sealed class AccessTokens(CatalogSecrets secrets, TimeProvider time)
{
    public const string ClientId = "neptune-cli";

    const string UseClaim = "use";

    static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    SigningCredentials? _signing;

    /// <param name="issuer">Address of the issuer; the query client refreshes below it.</param>
    public async Task<string> IssueAsync(
        Caller caller, TokenUse use, string issuer, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = caller.Username,
            [JwtRegisteredClaimNames.PreferredUsername] = caller.Username,
            [JwtRegisteredClaimNames.Azp] = ClientId,
            [UseClaim] = use.ToString(),
        };
        if (caller.TokenId is { } id) claims[Credential.TokenClaim] = id.ToString();
        // Two sessions of one user and second are two, so that each can be signed out of by itself.
        if (use == TokenUse.Session) claims[JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("N");

        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            IssuedAt = now,
            Expires = now + lifetime,
            Claims = claims,
            SigningCredentials = await SigningAsync(cancellationToken),
        });
    }

    /// <returns>Whose token it is; <c>null</c> if it is not ours, for another use, or expired.</returns>
    public async Task<Caller?> VerifyAsync(string token, TokenUse use, CancellationToken cancellationToken)
    {
        var signing = await SigningAsync(cancellationToken);
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = signing.Key,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            // The public address may change; the key says that the token is ours.
            ValidateIssuer = false,
            ValidateAudience = false,
            LifetimeValidator = (_, expires, _, _) => expires + ClockSkew > time.GetUtcNow().UtcDateTime,
        });
        if (!result.IsValid || Claim(UseClaim) != use.ToString()) return null;

        return Claim(JwtRegisteredClaimNames.Sub) is { } username
            ? new Caller(username, Guid.TryParse(Claim(Credential.TokenClaim), out var id) ? id : null)
            {
                Session = use == TokenUse.Session ? SessionOf(token) : null,
            }
            : null;

        string? Claim(string name) => result.ClaimsIdentity.FindFirst(name)?.Value;
    }

    /// <summary>The caller as ASP.NET sees it; its name is the <c>sub</c> claim.</summary>
    public static ClaimsPrincipal Principal(Caller caller, string scheme)
    {
        var identity = new ClaimsIdentity(
            [new Claim(JwtRegisteredClaimNames.Sub, caller.Username)], scheme, JwtRegisteredClaimNames.Sub, null);
        if (caller.TokenId is { } token) identity.AddClaim(new Claim(Credential.TokenClaim, token.ToString()));
        if (caller.Session is { } session) identity.AddClaim(new Claim(Credential.SessionClaim, session.ToString()));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>Names a session by what is signed of its token: a signature can be written in more than one
    /// way.</summary>
    static Guid SessionOf(string token) => new(
        SHA256.HashData(Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')])).AsSpan(0, 16));

    /// <summary>Read once; concurrent callers get the same result.</summary>
    async Task<SigningCredentials> SigningAsync(CancellationToken cancellationToken) =>
        _signing ??= new SigningCredentials(
            new SymmetricSecurityKey(await secrets.FindOrMakeAsync("access-token-signing", cancellationToken)),
            SecurityAlgorithms.HmacSha256);
}
