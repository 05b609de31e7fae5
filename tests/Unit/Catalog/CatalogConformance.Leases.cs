using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public abstract partial class CatalogConformance
{
    [Fact]
    public async Task Leases_a_name_to_one_owner_at_a_time()
    {
        var lease = TimeSpan.FromSeconds(10);

        Assert.Equal(1, await Leases.LeaseAsync("export", "a", Now, lease, Token));
        Assert.Equal(1, await Leases.LeaseAsync("export", "a", Now.AddSeconds(5), lease, Token));
        Assert.Null(await Leases.LeaseAsync("export", "b", Now.AddSeconds(14.999), lease, Token));
        Assert.Equal(1, await Leases.LeaseAsync("alerts", "b", Now, lease, Token));
        Assert.Equal(2, await Leases.LeaseAsync("export", "b", Now.AddSeconds(15), lease, Token));
        Assert.Null(await Leases.LeaseAsync("export", "a", Now.AddSeconds(15), lease, Token));

        await Leases.ReleaseAsync("export", "a", Token);
        Assert.Null(await Leases.LeaseAsync("export", "a", Now.AddSeconds(15), lease, Token));
        await Leases.ReleaseAsync("export", "b", Token);
        Assert.Equal(3, await Leases.LeaseAsync("export", "a", Now.AddSeconds(15), lease, Token));
    }

    [Fact]
    public async Task Grants_a_contested_lease_to_exactly_one()
    {
        var epochs = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() =>
            Leases.LeaseAsync("export", $"owner-{i}", Now, TimeSpan.FromSeconds(10), Token))));

        Assert.Equal([1L], epochs.OfType<long>());
    }

    /// <summary>A partition's lease stays where servers of older versions look for it.</summary>
    [Fact]
    public async Task Keeps_leases_on_partitions_where_older_servers_take_them()
    {
        var (lease, name) = (TimeSpan.FromSeconds(10), CatalogLeases.OfPartition(12));
        await Database.WriteAsync(
            sql => sql.ExecuteAsync($"INSERT INTO leases VALUES (12, 'old', 41, {Now.ToUnixTimeMilliseconds()})"), Token);

        Assert.Null(await Leases.LeaseAsync(name, "new", Now.AddSeconds(-1), lease, Token));
        Assert.Equal(42, await Leases.LeaseAsync(name, "new", Now, lease, Token));
        Assert.Equal(1, await Leases.LeaseAsync("partition-x", "new", Now, lease, Token));
        await Leases.ReleaseAsync(name, "new", Token);
        Assert.Equal(43, await Leases.LeaseAsync(name, "old", Now, lease, Token));
    }
}
