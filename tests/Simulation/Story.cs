using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Sqlite;
using NeptuneAlt.Ingest.Consumer;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Model;
using NeptuneAlt.Store;

namespace NeptuneAlt.Simulation;

/// <summary>
/// One seed, told to its end: clients log while everything fails, then the weather calms down, everything must drain, and
/// what is stored has to be what the oracle says.
/// </summary>
sealed class Story : IDisposable
{
    static readonly TimeSpan DrainTimeout = TimeSpan.FromMinutes(4);
    static readonly TimeSpan SummaryTimeout = TimeSpan.FromMinutes(4);
    static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(4);

    readonly World _world;
    readonly Weather _weather;
    readonly Surroundings _around;
    readonly string _folder;
    readonly SqliteDatabase _catalog;
    readonly ClickHouse _store;
    readonly Stored _stored;
    readonly Silo?[] _silos;
    readonly int[] _shares;
    readonly List<Writer> _writers = [];
    readonly uint _project;
    int _lives;
    bool _isCalm;

    Story(int seed, StoreHome home)
    {
        _world = new World(seed);
        _weather = new Weather(_world);
        _folder = home.NewFolder();
        _catalog = new SqliteDatabase(Path.Combine(_folder, "catalog.db"));
        _catalog.MigrateAsync(CancellationToken.None).GetAwaiter().GetResult();
        var project = new NewProject("w", "p", null, "priv", "", _world.Time.GetUtcNow());
        _project = new CatalogProjects(_catalog).CreateAsync(project, CancellationToken.None).GetAwaiter().GetResult().Project.Number;
        var address = home.NewDatabase();
        _store = new ClickHouse(address);
        _stored = new Stored(_store);
        var isEmbedded = _world.Chance(0.5);
        _around = new Surroundings(
            new LogDisk(_world, Path.Combine(_folder, "log"), _world.Random.Next(1, 4)), home.Engine, address, _catalog,
            new GrainDirectory(_world, _weather), new BugList(), isEmbedded);
        _silos = new Silo?[isEmbedded ? 1 : 2];
        _shares = [.. Enumerable.Range(0, _around.Disk.Partitions).Select(_ => _world.Random.Next(_silos.Length))];
    }

    /// <summary>What happened, in one line.</summary>
    public string Summary { get; private set; } = "";

    /// <exception cref="SimulationException">A truth did not hold.</exception>
    public static string Tell(int seed, StoreHome home)
    {
        var summary = "";
        World.OnOneThread(() =>
        {
            using var story = new Story(seed, home);
            try
            {
                story.Tell();
            }
            catch (Exception failure)
            {
                throw new SimulationException(
                    $"Seed {seed} ({(story._around.IsEmbedded ? "embedded" : "cluster")}, {story._world.Time.GetUtcNow():mm:ss.fff}): {failure.Message}", failure);
            }

            summary = $"seed {seed}: {story.Summary}";
        });
        return summary;
    }

    public void Dispose()
    {
        foreach (var silo in _silos) silo?.Dispose();
        _around.Disk.Dispose();
        _store.Dispose();
        _catalog.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }

    void Tell()
    {
        for (var i = 0; i < _silos.Length; i++) Start(i);
        foreach (var script in new Traffic(_world).Writers())
        {
            var writer = new Writer(_world, _weather, () => _silos.FirstOrDefault(silo => silo is { Life.IsOver: false } && _world.Chance(0.6)), script, _project);
            _writers.Add(writer);
            _world.After(_world.Between(0, 15_000), writer.Start);
        }

        var faultsEnd = _world.Time.GetUtcNow() + TimeSpan.FromSeconds(_world.Random.Next(5, 45));
        _world.After(_world.Between(100, 3_000), Trouble);
        _world.After(CheckInterval, Watch);
        _world.Run(() => _world.Time.GetUtcNow() >= faultsEnd, TimeSpan.MaxValue / 4);
        Calm();
        Drain();
        var oracle = new Oracle();
        for (var partition = 0; partition < _around.Disk.Partitions; partition++)
            for (var offset = 0; offset < _around.Disk.History(partition).Count; offset++)
                oracle.Apply(partition, offset, _around.Disk.History(partition)[offset]);
        var judge = new Judge(oracle, _stored, new CatalogRuns(_catalog), _project);
        judge.Acknowledged(_writers.SelectMany(writer => writer.Acknowledged), _around.Disk);
        judge.Rows();
        judge.Verdicts();
        CheckTruths();
        var difference = "";
        var isSame = _world.Run(Every(TimeSpan.FromSeconds(20), () => (difference = judge.SummaryDifference()).Length == 0),
            SummaryTimeout);
        Truth(isSame, $"Summaries never became right: {difference}");
        Summary = $"{_lives} lives, {judge.Described}, {_world.Time.GetUtcNow():mm:ss} of the world";
    }

    void Start(int index)
    {
        var name = _around.IsEmbedded ? "embedded" : $"silo-{index}-{_lives}";
        _lives++;
        _silos[index] = new Silo(_world, _weather, _around, name, new IngestOptions
        {
            Owner = name, Wants = partition => _shares[partition] == index, RunsKept = 1,
        });
    }

    void Trouble()
    {
        if (_isCalm) return;

        switch (_world.Random.Next(10))
        {
            case < 5: _weather.Turn(); break;
            case < 7: Kill(_world.Random.Next(_silos.Length)); break;
            case 7: Restart(_world.Random.Next(_silos.Length)); break;
            case 8: _around.Grains.LoseOne(); break;
            default: Share(); break;
        }

        _world.After(_world.Between(50, 6_000), Trouble);
    }

    void Kill(int index)
    {
        if (_silos[index] is not { Life.IsOver: false } silo) return;

        silo.Life.End();
        if (_around.IsEmbedded) _around.Disk.Crash();
        _world.After(_world.Between(50, 8_000), () => Start(index));
        _world.After(_world.Between(500, 5_000), Share);
    }

    /// <summary>Ends it in good order and starts it again.</summary>
    void Restart(int index)
    {
        if (_silos[index] is not { Life.IsOver: false } silo) return;

        silo.Stop();
        WaitForEnd();

        void WaitForEnd()
        {
            if (silo.Life.IsOver) return; // killed meanwhile
            if (!silo.IsStopped)
            {
                _world.After(TimeSpan.FromMilliseconds(50), WaitForEnd);
                return;
            }

            silo.Life.End();
            if (_around.IsEmbedded) _around.Disk.Crash();
            Start(index);
        }
    }

    /// <summary>The processes agree anew on who should have which partition.</summary>
    void Share()
    {
        var alive = Enumerable.Range(0, _silos.Length).Where(i => _silos[i] is { Life.IsOver: false }).ToList();
        if (alive.Count == 0) return;
        for (var i = 0; i < _shares.Length; i++)
            if (!alive.Contains(_shares[i]) || _world.Chance(0.4)) _shares[i] = _world.Pick(alive);
    }

    void Watch()
    {
        CheckTruths();
        if (!_isCalm) _world.After(CheckInterval, Watch);
    }

    void CheckTruths()
    {
        foreach (var (table, key) in Stored.Keyed)
            Truth(_stored.Doubles(table, key) == 0, $"Table {table} has rows twice.");
        Truth(_stored.StepsBack() == 0, "Steps of a series go back.");
        Truth(_around.Bugs.Bugs.Count == 0, string.Join('\n', _around.Bugs.Bugs));
    }

    void Calm()
    {
        _isCalm = true;
        _weather.Calm();
        // Whatever still is to start will have.
        _world.Run(() => _silos.All(silo => silo is { Life.IsOver: false, IsStopped: false }), DrainTimeout);
        Share();
    }

    void Drain()
    {
        Truth(_world.Run(() => _writers.All(writer => writer.IsDone), DrainTimeout), "Writers are not done.");
        var asked = -1L;
        var isDone = false;
        var isDrained = _world.Run(Every(TimeSpan.FromMilliseconds(200), () =>
        {
            // Notices to forks are records, too, and come behind.
            var ends = Enumerable.Range(0, _around.Disk.Partitions).Select(p => _around.Disk.History(p).Count - 1L).ToList();
            if (isDone && asked == ends.Sum()) return true;
            asked = ends.Sum();
            isDone = false;
            Ask([.. ends.Select((end, partition) => new RequestId(partition, end)).Where(id => id.Offset >= 0)]);
            return false;
        }), DrainTimeout);
        Truth(isDrained, "What was acknowledged is not done after minutes of calm.");

        async void Ask(RequestId[] ids)
        {
            var silo = _silos[0]!; // all are up
            var statuses = (RequestStatuses)silo.Services.GetService(typeof(RequestStatuses))!; // registered
            isDone = (await statuses.CheckAsync(ids, CancellationToken.None)).All(outcome => outcome.IsDone);
        }
    }

    Func<bool> Every(TimeSpan interval, Func<bool> isTrue)
    {
        var next = _world.Time.GetUtcNow();
        return () =>
        {
            if (_world.Time.GetUtcNow() < next) return false;
            next = _world.Time.GetUtcNow() + interval;
            return isTrue();
        };
    }

    static void Truth(bool holds, string otherwise)
    {
        if (!holds) throw new SimulationException(otherwise);
    }
}

/// <summary>A truth of the write half did not hold.</summary>
sealed class SimulationException(string message, Exception? inner = null) : Exception(message, inner);
