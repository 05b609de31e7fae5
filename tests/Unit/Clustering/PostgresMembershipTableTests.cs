using System.Net;
using Microsoft.Extensions.Options;
using NeptuneAlt.Server.Clustering;
using NeptuneAlt.Unit.Catalog;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using Xunit;

namespace NeptuneAlt.Unit.Clustering;

/// <summary>What Orleans asks of a membership table.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class PostgresMembershipTableTests(PostgresServer server) : IClassFixture<PostgresServer>, IAsyncLifetime
{
    static readonly DateTime Now = new(2026, 3, 5, 10, 0, 0, DateTimeKind.Utc);

    readonly List<PostgresMembershipTable> _tables = [];
    string _connection = "";

    public async ValueTask InitializeAsync() => _connection = await server.CreateSchemaAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var table in _tables) await table.DisposeAsync();
    }

    async Task<PostgresMembershipTable> OpenAsync(string cluster = "blue")
    {
        var table = new PostgresMembershipTable(
            new PostgresClusteringOptions(_connection), Options.Create(new ClusterOptions { ClusterId = cluster }));
        _tables.Add(table);
        await table.InitializeMembershipTable(true);
        return table;
    }

    static MembershipEntry Entry(int port, SiloStatus status = SiloStatus.Joining) => new()
    {
        SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), 77),
        Status = status, SiloName = $"silo-{port}", HostName = "here", ProxyPort = port + 1000,
        StartTime = Now, IAmAliveTime = Now, SuspectTimes = [],
    };

    [Fact]
    public async Task Starts_empty_at_version_zero_however_often_it_is_initialised()
    {
        var tables = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync()));

        var data = await tables[0].ReadAll();
        Assert.Empty(data.Members);
        Assert.Equal(0, data.Version.Version);
    }

    [Fact]
    public async Task Keeps_all_of_an_entry()
    {
        var table = await OpenAsync();
        var entry = Entry(1);
        entry.AddSuspector(Entry(2).SiloAddress, Now.AddSeconds(1));
        entry.AddSuspector(Entry(3).SiloAddress, Now.AddSeconds(2));
        Assert.True(await table.InsertRow(entry, (await table.ReadAll()).Version.Next()));

        var data = await table.ReadRow(entry.SiloAddress);
        var (read, _) = Assert.Single(data.Members);
        Assert.Equal(1, data.Version.Version);
        Assert.Equal(
            (entry.SiloAddress, entry.Status, entry.SiloName, entry.HostName, entry.ProxyPort, entry.StartTime, entry.IAmAliveTime),
            (read.SiloAddress, read.Status, read.SiloName, read.HostName, read.ProxyPort, read.StartTime, read.IAmAliveTime));
        Assert.Equal(entry.SuspectTimes, read.SuspectTimes);
        Assert.Empty((await table.ReadRow(Entry(9).SiloAddress)).Members);
    }

    [Fact]
    public async Task Refuses_a_silo_that_is_there_and_leaves_the_version()
    {
        var table = await OpenAsync();
        Assert.True(await table.InsertRow(Entry(1), (await table.ReadAll()).Version.Next()));
        Assert.False(await table.InsertRow(Entry(1), (await table.ReadAll()).Version.Next()));

        Assert.Equal(1, (await table.ReadAll()).Version.Version);
    }

    [Fact]
    public async Task Refuses_changes_by_who_has_not_seen_the_newest()
    {
        var table = await OpenAsync();
        var empty = (await table.ReadAll()).Version;
        Assert.True(await table.InsertRow(Entry(1), empty.Next()));
        Assert.False(await table.InsertRow(Entry(2), empty.Next()));

        var first = await table.ReadAll();
        var etag = first.Members[0].Item2;
        Assert.True(await table.UpdateRow(Entry(1, SiloStatus.Active), etag, first.Version.Next()));
        var second = await table.ReadAll();
        Assert.False(await table.UpdateRow(Entry(1, SiloStatus.Dead), second.Members[0].Item2, first.Version.Next()));
        Assert.False(await table.UpdateRow(Entry(1, SiloStatus.Dead), etag, second.Version.Next()));
        Assert.False(await table.UpdateRow(Entry(1, SiloStatus.Dead), "no etag", second.Version.Next()));
        Assert.False(await table.UpdateRow(Entry(8, SiloStatus.Dead), etag, second.Version.Next()));

        var last = await table.ReadAll();
        Assert.Equal(2, last.Version.Version);
        Assert.Equal(SiloStatus.Active, Assert.Single(last.Members).Item1.Status);
    }

    [Fact]
    public async Task Lets_exactly_one_of_many_concurrent_changes_through_each_time()
    {
        var tables = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OpenAsync()));
        await Task.WhenAll(tables.Select((table, i) => Task.Run(async () =>
        {
            while (!await table.InsertRow(Entry(i + 1), (await table.ReadAll()).Version.Next())) await Task.Yield();
        })));

        var data = await tables[0].ReadAll();
        Assert.Equal(8, data.Members.Count);
        Assert.Equal(8, data.Version.Version);
    }

    [Fact]
    public async Task Notes_that_a_silo_is_alive_without_a_new_version()
    {
        var table = await OpenAsync();
        await table.InsertRow(Entry(1), (await table.ReadAll()).Version.Next());
        var before = await table.ReadAll();
        var alive = Entry(1, SiloStatus.Dead);
        alive.IAmAliveTime = Now.AddMinutes(5);
        await table.UpdateIAmAlive(alive);

        var (entry, etag) = Assert.Single((await table.ReadAll()).Members);
        Assert.Equal((Now.AddMinutes(5), SiloStatus.Joining), (entry.IAmAliveTime, entry.Status));
        Assert.True(await table.UpdateRow(Entry(1, SiloStatus.Active), before.Members[0].Item2, before.Version.Next()));
        Assert.Equal(before.Members[0].Item2, etag);
    }

    [Fact]
    public async Task Cleans_up_only_silos_long_dead()
    {
        var table = await OpenAsync();
        foreach (var (port, status, alive) in new[]
                 {
                     (1, SiloStatus.Dead, Now.AddHours(-5)), (2, SiloStatus.Dead, Now), (3, SiloStatus.Active, Now.AddHours(-5)),
                 })
        {
            var entry = Entry(port, status);
            entry.StartTime = entry.IAmAliveTime = alive;
            Assert.True(await table.InsertRow(entry, (await table.ReadAll()).Version.Next()));
        }

        await table.CleanupDefunctSiloEntries(new DateTimeOffset(Now.AddHours(-1)));

        Assert.Equal([2, 3], (await table.ReadAll()).Members.Select(member => member.Item1.SiloAddress.Endpoint.Port).Order());
    }

    [Fact]
    public async Task Keeps_clusters_apart()
    {
        var (blue, green) = (await OpenAsync("blue"), await OpenAsync("green"));
        await blue.InsertRow(Entry(1), (await blue.ReadAll()).Version.Next());
        Assert.Empty((await green.ReadAll()).Members);

        await blue.DeleteMembershipTableEntries("blue");
        Assert.Empty((await blue.ReadAll()).Members);
        Assert.Equal(0, (await green.ReadAll()).Version.Version);
    }
}
