using System.Reflection;
using NeptuneAlt.Catalog;

namespace NeptuneAlt.Simulation;

/// <summary>The way from one process to the catalog: each call takes time, may fail before or after it took effect, and
/// is not heard of again once the caller is dead.</summary>
class CatalogLink : DispatchProxy
{
    static readonly MethodInfo CallMethod =
        typeof(CatalogLink).GetMethod(nameof(CallAsync), BindingFlags.Instance | BindingFlags.NonPublic)!; // below

    World _world = null!; // all set by Create
    Weather _weather = null!;
    Life _life = null!;
    ICatalog _catalog = null!;

    public static ICatalog Create(World world, Weather weather, Life life, ICatalog catalog)
    {
        var proxy = Create<ICatalog, CatalogLink>();
        var link = (CatalogLink)(object)proxy;
        (link._world, link._weather, link._life, link._catalog) = (world, weather, life, catalog);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? method, object?[]? arguments)
    {
        if (method!.ReturnType == typeof(ValueTask)) return default(ValueTask); // disposed by whoever owns the catalog
        var isVoid = method.ReturnType == typeof(Task);
        var result = isVoid ? typeof(object) : method.ReturnType.GetGenericArguments()[0];
        Func<object?> call = () => ResultOf((Task)method.Invoke(_catalog, arguments)!, isVoid);
        return CallMethod.MakeGenericMethod(result).Invoke(this, [call]);
    }

    Task<T> CallAsync<T>(Func<object?> call)
    {
        var answer = new TaskCompletionSource<T>();
        if (_life.IsOver) return answer.Task;

        _world.After(_world.Between(0.1, 10), () =>
        {
            if (_life.IsOver && _world.Chance(0.5)) return;
            if (_weather.IsCatalogDown || _weather.Accident())
            {
                if (!_life.IsOver) answer.TrySetException(new CatalogUnavailableException("nobody listens"));
                return;
            }

            Answer(answer, call);
        });
        return answer.Task;
    }

    void Answer<T>(TaskCompletionSource<T> answer, Func<object?> call)
    {
        try
        {
            var result = (T)call()!; // null where T may be null
            if (_life.IsOver) return;
            if (_weather.Accident()) answer.TrySetException(new CatalogUnavailableException("the answer is lost"));
            else answer.TrySetResult(result);
        }
        catch (Exception refusal)
        {
            if (!_life.IsOver) answer.TrySetException(refusal);
        }
    }

    static object? ResultOf(Task task, bool isVoid)
    {
        task.GetAwaiter().GetResult();
        return isVoid ? null : ((dynamic)task).Result;
    }
}
