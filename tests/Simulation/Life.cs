namespace NeptuneAlt.Simulation;

/// <summary>One life of a process. Once it is over, nothing that it does has an effect any more, and nothing answers it.
/// </summary>
sealed class Life(string name)
{
    readonly List<Action> _mourners = [];

    public string Name => name;

    public bool IsOver { get; private set; }

    public void WhenOver(Action action) => _mourners.Add(action);

    public void End()
    {
        if (IsOver) return;

        IsOver = true;
        foreach (var action in _mourners) action();
    }
}
