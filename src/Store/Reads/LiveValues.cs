using NeptuneAlt.Model;

namespace NeptuneAlt.Store.Reads;

/// <summary>
/// The newest values of runs that are being written. Their rows in <c>attributes</c> and <c>run_attributes</c> are
/// checkpoints, written now and then; reads lay this over what they find there. Attributes without a value here are up
/// to date in the store.
/// </summary>
/// <param name="Paths">The paths that were asked about.</param>
public sealed record LiveValues(IReadOnlyList<string> Paths, IReadOnlyList<LiveAttribute> Rows)
{
    /// <summary>Nothing is being written.</summary>
    public static LiveValues None { get; } = new([], []);

    /// <summary>These values and computed ones: a search takes both for rows that the store lacks.</summary>
    public LiveValues With(IReadOnlyList<ComputedValues> computed) => computed.Count == 0 ? this : new(
        [.. Paths, .. computed.Select(one => one.Path)],
        [
            .. Rows,
            .. computed.SelectMany((one, place) => one.Values.Select(value => new LiveAttribute
            {
                Run = value.Run.Run, Project = value.Run.Project, Path = Paths.Count + place, Type = AttributeType.Float,
                Float = value.Value,
            })),
        ]);

    /// <summary>Puts newer values in place of the store's.</summary>
    /// <param name="areAllThere">Values that the store lacks are not added.</param>
    public StoredAttribute[] Over(StoredAttribute[] attributes, bool areAllThere)
    {
        if (Rows.Count == 0) return attributes;

        var added = new List<StoredAttribute>();
        var places = new Dictionary<(ulong, string), int>(attributes.Length);
        for (var i = 0; i < attributes.Length; i++) places[(attributes[i].Run, attributes[i].Path)] = i;
        foreach (var value in Rows)
        {
            var path = Paths[value.Path];
            if (!places.TryGetValue((value.Run, path), out var place))
            {
                if (!areAllThere) added.Add(new StoredAttribute(value.Run, path, value.Type).With(value));
            }
            else if (attributes[place].Type == value.Type)
            {
                attributes[place] = attributes[place].With(value);
            }
        }

        return added.Count == 0 ? attributes : [.. attributes, .. added];
    }
}

/// <summary>Asks for the newest values of live runs.</summary>
/// <param name="Projects"><c>null</c>: any.</param>
/// <param name="Runs"><c>null</c>: all of the projects.</param>
public sealed record LiveQuery(
    IReadOnlyCollection<uint>? Projects, IReadOnlyCollection<ulong>? Runs, IReadOnlyList<string> Paths)
{
    /// <summary>
    /// Only values that the store lacks now, for a caller that reads the store afterwards. A caller that has read it
    /// already also needs those that have been stored since.
    /// </summary>
    public bool IsBeforeStore { get; init; }
}

/// <summary>
/// The newest value of a float series, or of a number that the server keeps of a run. Fields are as in the table
/// <c>attributes</c>.
/// </summary>
public readonly record struct LiveAttribute
{
    public required ulong Run { get; init; }
    public required uint Project { get; init; }

    /// <summary>Its place among the paths of the query.</summary>
    public required int Path { get; init; }
    public required AttributeType Type { get; init; }
    public uint Series { get; init; }
    public long Int { get; init; }
    public double Float { get; init; }
    public long LastStep { get; init; }
    public long LastTime { get; init; }
    public ulong Points { get; init; }
    public ulong Finite { get; init; }
    public double Min { get; init; }
    public double Max { get; init; }
    public double Total { get; init; }
    public double SquaredDeviations { get; init; }
    public bool HasPreview { get; init; }
}
