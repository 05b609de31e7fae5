using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public abstract partial class CatalogConformance
{
    [Fact]
    public async Task Remembers_a_session_that_was_signed_out_of_until_it_would_have_ended()
    {
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());

        Assert.False(await Sessions.IsEndedAsync(one, Token));
        Assert.True(await Sessions.EndAsync(one, Now.AddDays(30), Now, Token));
        Assert.False(await Sessions.EndAsync(one, Now.AddDays(30), Now, Token));

        Assert.True(await Sessions.IsEndedAsync(one, Token));
        Assert.False(await Sessions.IsEndedAsync(other, Token));
        Assert.True(await Sessions.EndAsync(other, Now.AddDays(90), Now.AddDays(60), Token));
        Assert.False(await Sessions.IsEndedAsync(one, Token)); // forgotten: its cookie has expired
    }
}
