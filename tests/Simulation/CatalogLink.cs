using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Sql;

namespace NeptuneAlt.Simulation;

/// <summary>The way from one process to the catalog: each call takes time, may fail before or after it took effect, and
/// is not heard of again once the caller is dead.</summary>
sealed class CatalogLink(World world, Weather weather, Life life, ICatalogDatabase catalog) : ICatalogDatabase
{
    public Task MigrateAsync(CancellationToken cancellationToken) => CallAsync<object?>(async () =>
    {
        await catalog.MigrateAsync(cancellationToken);
        return null;
    });

    public Task<T> ReadAsync<T>(Func<Statements, Task<T>> read, CancellationToken cancellationToken) =>
        CallAsync(() => catalog.ReadAsync(read, cancellationToken));

    public Task<T> WriteAsync<T>(Func<Statements, Task<T>> write, CancellationToken cancellationToken) =>
        CallAsync(() => catalog.WriteAsync(write, cancellationToken));

    public Task<T> WriteRecoverableAsync<T>(
        Func<Statements, Task<T>> write, CancellationToken cancellationToken) =>
        CallAsync(() => catalog.WriteRecoverableAsync(write, cancellationToken));

    public Task<byte[]> SecretAsync(string name, CancellationToken cancellationToken) =>
        CallAsync(() => catalog.SecretAsync(name, cancellationToken));

    /// <summary>The catalog outlives the processes that use it, and is disposed of by its owner.</summary>
    public ValueTask DisposeAsync() => default;

    Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        var answer = new TaskCompletionSource<T>();
        if (life.IsOver) return answer.Task;

        world.After(world.Between(0.1, 10), () =>
        {
            if (life.IsOver && world.Chance(0.5)) return;
            if (weather.IsCatalogDown || weather.Accident())
            {
                if (!life.IsOver) answer.TrySetException(new CatalogUnavailableException("nobody listens"));
                return;
            }

            Answer(answer, call);
        });
        return answer.Task;
    }

    void Answer<T>(TaskCompletionSource<T> answer, Func<Task<T>> call)
    {
        try
        {
            var result = call().GetAwaiter().GetResult(); // the world's time stands still meanwhile
            if (life.IsOver) return;
            if (weather.Accident()) answer.TrySetException(new CatalogUnavailableException("the answer is lost"));
            else answer.TrySetResult(result);
        }
        catch (Exception refusal)
        {
            if (!life.IsOver) answer.TrySetException(refusal);
        }
    }
}
