using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public abstract partial class CatalogConformance
{
    [Fact]
    public async Task Makes_a_secret_once_whoever_asks_first()
    {
        var secrets = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => Secrets.FindOrMakeAsync("signing", Token))));

        Assert.All(secrets, secret => Assert.Equal(secrets[0], secret));
        Assert.Equal(32, secrets[0].Length);
        Assert.NotEqual(secrets[0], await Secrets.FindOrMakeAsync("other", Token));
    }
}
