using NeptuneAlt.Wire.Ingest;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>A run of an export as far as its place among others needs it; all else is read again when its turn comes.</summary>
sealed record ExportedRun(RunFiles Files, string Project, string ExportedId)
{
    /// <summary>Its id on the server: that of the user, or <c>sys/id</c>.</summary>
    public required string RunId { get; init; }

    public string? SysId { get; init; }

    /// <summary>Written by a 2.x client, or an entry of the model registry.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>The experiment's name; of 2.x runs, their name.</summary>
    public string? Experiment { get; init; }

    public bool IsHead { get; init; }

    public string? Family { get; init; }

    public string? Owner { get; init; }

    public DateTimeOffset? Created { get; init; }

    public DateTimeOffset? Modified { get; init; }

    public string? Parent { get; init; }

    /// <summary>The run that it was to fork off, where its points come from an ancestor of that one.</summary>
    public string? RequestedParent { get; init; }

    /// <summary>In micro-steps.</summary>
    public long ForkStep { get; init; }

    public long Rows { get; init; }

    /// <summary>Attributes that are files, with the places of these; <c>null</c>: the export has none.</summary>
    public IReadOnlyList<(string Attribute, string? Path)> FilePaths { get; init; } = [];
}

/// <summary>What a run has beside points, as it is in the export.</summary>
/// <param name="Values">By attribute.</param>
/// <param name="Files">Attributes that are files: of which type, and where; without a path its download failed.</param>
/// <param name="Blanks">Attributes of rows without a value, with their types.</param>
sealed record ExportedAtoms(
    string Project, string RunId, Dictionary<string, Value> Values, List<(string Attribute, string Type, string? Path)> Files,
    Dictionary<string, string> Blanks)
{
    public string? Text(string path) => Values.TryGetValue(path, out var value) && value.ValueCase == Value.ValueOneofCase.String
        ? value.String
        : null;

    public DateTimeOffset? Time(string path) => Values.TryGetValue(path, out var value) && value.Timestamp is { } time
        ? DateTimeOffset.FromUnixTimeMilliseconds(Imports.Values.MsOf(time))
        : null;

    public double? Number(string path) => Values.GetValueOrDefault(path) switch
    {
        { ValueCase: Value.ValueOneofCase.Float64 } value => value.Float64,
        { ValueCase: Value.ValueOneofCase.Int64 } value => value.Int64,
        _ => null,
    };

    public bool Flag(string path) => Values.GetValueOrDefault(path) is { ValueCase: Value.ValueOneofCase.Bool, Bool: true };
}
