using NeptuneAlt.Log;
using NeptuneAlt.Log.Embedded;

namespace NeptuneAlt.Simulation;

/// <summary>
/// The embedded log's own segments, its flusher turned into events, and a disk that forgets what was not synced when the
/// power goes.
/// </summary>
sealed class LogDisk : IDisposable
{
    readonly World _world;
    readonly EmbeddedLogOptions _options;
    readonly List<Waiting> _waiting = [];
    readonly List<byte[]>[] _history;
    readonly TaskCompletionSource[] _grown;
    Partition[] _partitions;
    WrittenRecords[] _written = [];
    int _crashes;
    bool _isFlushing;

    public LogDisk(World world, string folder, int partitions)
    {
        _world = world;
        _options = new EmbeddedLogOptions(folder, partitions) { SegmentBytes = world.Pick([2_000, 20_000, 200_000]) };
        _history = [.. Enumerable.Range(0, partitions).Select(_ => new List<byte[]>())];
        _grown = [.. Enumerable.Range(0, partitions).Select(_ => new TaskCompletionSource())];
        _partitions = Open();
    }

    public int Partitions => _partitions.Length;

    /// <summary>All records of a partition that ever became durable, trimmed ones too.</summary>
    public IReadOnlyList<byte[]> History(int partition) => _history[partition];

    public Partition this[int partition] => _partitions[partition];

    public Task Grown(int partition) => _grown[partition].Task;

    public Task<long> AppendAsync(int partition, ReadOnlyMemory<byte> record)
    {
        var answer = new TaskCompletionSource<long>();
        _waiting.Add(new Waiting(_partitions[partition].Enqueue(record.ToArray()), answer));
        Flush();
        return answer.Task;
    }

    /// <summary>The power goes, and comes back: what was written but not synced is there, in part or not at all.</summary>
    public void Crash()
    {
        _crashes++;
        _isFlushing = false;
        foreach (var partition in _partitions) partition.Dispose();
        foreach (var written in _written)
            if (written.Segment is not null) Tear(written);
        _waiting.Clear();
        ForgetMarks();
        _partitions = Open();
        for (var i = 0; i < _partitions.Length; i++) Recover(i);
        _written = [];
    }

    public void Dispose()
    {
        foreach (var partition in _partitions) partition.Dispose();
    }

    Partition[] Open() => [.. Enumerable.Range(0, _options.Partitions)
        .Select(i => new Partition(Path.Combine(_options.Folder, $"p{i}"), _options))];

    void Flush()
    {
        if (_isFlushing) return;

        _isFlushing = true;
        var life = _crashes;
        _world.After(_world.Between(0.1, 5), () =>
        {
            if (life != _crashes) return;
            _written = Array.ConvertAll(_partitions, partition => partition.Write());
            _world.After(_world.Between(0.3, 20), () =>
            {
                if (life == _crashes) Sync();
            });
        });
    }

    void Sync()
    {
        for (var i = 0; i < _written.Length; i++)
        {
            if (_written[i].Segment is not { } segment) continue;
            segment.Sync();
            _partitions[i].Complete(_written[i]);
            _history[i].AddRange(_written[i].Records.Select(record => record.Payload.ToArray()));
        }

        var grown = Enumerable.Range(0, _written.Length).Where(i => _written[i].Segment is not null).ToList();
        var hasMore = _written.Any(written => written.Rest.Count > 0);
        _written = [];
        _isFlushing = false;
        foreach (var done in _waiting.Where(waiting => waiting.Stored.IsCompleted).ToList())
        {
            _waiting.Remove(done);
            done.Answer.TrySetResult(done.Stored.GetAwaiter().GetResult());
        }

        foreach (var i in grown)
        {
            var signal = _grown[i];
            _grown[i] = new TaskCompletionSource();
            signal.SetResult();
        }

        if (hasMore || _waiting.Count > 0) Flush();
    }

    void Tear(WrittenRecords written)
    {
        var start = written.Segment!.Length; // asked by the caller
        using var file = File.OpenHandle(written.Segment.Path, FileMode.Open, FileAccess.ReadWrite);
        var fate = _world.Random.Next(5);
        if (fate == 0) return;

        var kept = fate == 1 ? 0 : _world.Random.NextInt64(written.Bytes);
        var rest = new byte[written.Bytes - kept];
        if (fate == 3) _world.Random.NextBytes(rest);
        // A file that was used before has whole records of lower offsets there.
        if (fate == 4) RandomAccess.Read(file, rest, 0);
        RandomAccess.Write(file, rest, start + kept);
    }

    /// <summary>Marks of the end are not synced: a power cut may leave older ones, or none that can be read.</summary>
    void ForgetMarks()
    {
        foreach (var folder in Directory.GetDirectories(_options.Folder))
        {
            if (_world.Chance(0.5)) continue;
            using var mark = EndMark.Open(folder, 0);
            if (_world.Chance(0.5)) File.WriteAllText(Path.Combine(folder, "end.mark"), "");
        }
    }

    void Recover(int partition)
    {
        var next = _partitions[partition].NextOffset;
        var history = _history[partition];
        if (next < history.Count)
            throw new InvalidOperationException($"Partition {partition} of the log lost durable records from {next} on.");

        var written = _written.Length > 0 ? _written[partition].Records : [];
        history.AddRange(written.Take((int)next - history.Count).Select(record => record.Payload.ToArray()));
        if (history.Count != next) throw new InvalidOperationException("The log has records that nobody wrote.");
    }

    sealed record Waiting(Task<long> Stored, TaskCompletionSource<long> Answer);
}
