using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public abstract partial class CatalogConformance
{
    [Fact]
    public async Task Finds_a_token_by_the_hash_of_its_key_until_it_is_revoked()
    {
        byte[] hash = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        var owner = new TokenOwner(Guid.NewGuid(), "admin", Now);
        await Tokens.AddAsync(new NewToken(owner.Id, hash, owner.Username, owner.CreationTime), Token);

        Assert.Equal(owner, await Tokens.FindAsync(hash, Token));
        Assert.Null(await Tokens.FindAsync(hash.AsMemory(1), Token));
        Assert.Equal([owner], await Tokens.ListAsync(Token));

        Assert.True(await Tokens.RevokeAsync(owner.Id, Token));
        Assert.False(await Tokens.RevokeAsync(owner.Id, Token));
        Assert.Null(await Tokens.FindAsync(hash, Token));
        Assert.Empty(await Tokens.ListAsync(Token));
    }
}
