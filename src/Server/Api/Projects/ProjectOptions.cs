namespace NeptuneAlt.Server.Api.Projects;

/// <summary>How projects are created.</summary>
sealed record ProjectOptions
{
    /// <summary>Make the project that a run is logged to, with its workspace, if it is not there.</summary>
    public bool CreateMissing { get; init; } = true;
}
