namespace NeptuneAlt.Server.Api.Auth;

/// <summary>Issues the pair of tokens that a client works with.</summary>
sealed class TokenIssuer(AccessTokens accessTokens, AuthOptions options, PublicAddress address)
{
    public async Task<(string Access, string Refresh)> IssueAsync(HttpContext context, Caller caller)
    {
        var issuer = address.Issuer(context.Request);
        return (
            await accessTokens.IssueAsync(
                caller, TokenUse.Access, issuer, options.AccessTokenLifetime, context.RequestAborted),
            await accessTokens.IssueAsync(
                caller, TokenUse.Refresh, issuer, options.RefreshTokenLifetime, context.RequestAborted));
    }
}
