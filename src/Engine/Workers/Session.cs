namespace NeptuneAlt.Engine.Workers;

/// <summary>What surrounds a statement: its database, the settings to set before it and to undo after it.</summary>
/// <param name="Settings">Only those that the statement's own text does not carry.</param>
/// <param name="Cancelled">Set once the client has gone.</param>
sealed record Session(
    string Database,
    IReadOnlyList<KeyValuePair<string, string>> Settings,
    CancellationToken Cancelled);
