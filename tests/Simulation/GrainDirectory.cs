using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Grains;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using Orleans.Runtime;

namespace NeptuneAlt.Simulation;

/// <summary>Where runs are at home, as Orleans keeps it: one activation a run, one turn at a time, gone with its silo.</summary>
sealed class GrainDirectory(World world, Weather weather)
{
    readonly Dictionary<RunKey, Activation> _activations = [];

    /// <summary>The grain of a run as a process reaches it.</summary>
    /// <param name="create">Makes the run on that process, if it is nowhere.</param>
    public IRunGrain Of(RunKey key, Life caller, Func<RunKey, LiveRun> create) => new Reference(this, key, caller, create);

    /// <summary>An activation goes for no reason that its callers know of.</summary>
    public void LoseOne()
    {
        if (_activations.Count > 0) _activations.Remove(world.Pick([.. _activations.Keys]));
    }

    Task<T> CallAsync<T>(RunKey key, Life caller, Func<RunKey, LiveRun> create, Func<LiveRun, Task<T>> turn)
    {
        var answer = new TaskCompletionSource<T>();
        if (caller.IsOver) return answer.Task;
        if (!_activations.TryGetValue(key, out var activation) || activation.Home.IsOver)
            activation = _activations[key] = new Activation(caller, create(key));
        if (activation.Home != caller)
        {
            // Whoever calls a silo that dies meanwhile hears of it after a while.
            activation.Home.WhenOver(() => world.After(world.Between(100, 5_000), () =>
            {
                if (!caller.IsOver) answer.TrySetException(new SiloUnavailableException());
            }));
        }

        var before = activation.Tail;
        activation.Tail = TurnAsync(before, activation, caller, turn, answer);
        return answer.Task;
    }

    async Task TurnAsync<T>(
        Task before, Activation activation, Life caller, Func<LiveRun, Task<T>> turn, TaskCompletionSource<T> answer)
    {
        await before;
        await world.DelayAsync(world.Between(0, weather.IsStoreSlow ? 5 : 1));
        if (activation.Home.IsOver) return;
        try
        {
            var result = await turn(activation.Run);
            if (!caller.IsOver && !activation.Home.IsOver) answer.TrySetResult(result);
        }
        catch (Exception failure)
        {
            if (!caller.IsOver && !activation.Home.IsOver) answer.TrySetException(failure);
        }
    }

    void Forget(RunKey key, LiveRun run)
    {
        if (_activations.TryGetValue(key, out var activation) && activation.Run == run) _activations.Remove(key);
    }

    sealed class Activation(Life home, LiveRun run)
    {
        public Life Home => home;

        public LiveRun Run => run;

        public Task Tail { get; set; } = Task.CompletedTask;
    }

    sealed class Reference(GrainDirectory directory, RunKey key, Life caller, Func<RunKey, LiveRun> create) : IRunGrain
    {
        public Task<RunBlock> ApplyAsync(RunRecords records) => CallAsync(run => run.ApplyAsync(records));

        public Task<RunBlock> CheckpointAsync(long epoch) => CallAsync(run => Task.FromResult(run.Checkpoint(epoch)));

        public Task LeaveAsync(long epoch)
        {
            _ = CallAsync(run =>
            {
                if (run.IsNewest(epoch)) directory.Forget(key, run);
                return Task.FromResult(true);
            });
            return Task.CompletedTask;
        }

        Task<T> CallAsync<T>(Func<LiveRun, Task<T>> turn) => directory.CallAsync(key, caller, create, turn);
    }
}
