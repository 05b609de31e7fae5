namespace NeptuneAlt.Model;

/// <summary>Paths of <see cref="SystemAttributes"/> as texts, for who names them in a statement or to a user.</summary>
public static class SystemPaths
{
    /// <summary>What all of them begin with, those that are named nowhere else as well.</summary>
    public const string Folder = "sys/";

    public const string Id = "sys/id";
    public const string CustomRunId = "sys/custom_run_id";
    public const string Name = "sys/name";
    public const string Owner = "sys/owner";
    public const string Description = "sys/description";
    public const string Tags = "sys/tags";
    public const string GroupTags = "sys/group_tags";
    public const string CreationTime = "sys/creation_time";
    public const string ModificationTime = "sys/modification_time";
    public const string PingTime = "sys/ping_time";

    /// <summary>Whether a run is running. No row has it: it follows from <see cref="PingTime"/>.</summary>
    public const string State = "sys/state";

    public const string Archived = "sys/archived";
    public const string Trashed = "sys/trashed";
    public const string Family = "sys/family";
    public const string ExperimentName = "sys/experiment/name";
    public const string ExperimentIsHead = "sys/experiment/is_head";
    public const string ExperimentRunningTime = "sys/experiment/running_time_seconds";
    public const string ForkingParent = "sys/forking/parent";
    public const string ForkingStep = "sys/forking/step";
    public const string ForkingRequestedParent = "sys/forking/requested_parent";
    public const string ProjectUuid = "sys/diagnostics/project_uuid";
    public const string RunUuid = "sys/diagnostics/run_uuid";
    public const string Size = "sys/size";
    public const string Failed = "sys/failed";
    public const string RunningTime = "sys/running_time_seconds";
    public const string RelativeCreationTime = "sys/relative_creation_time_ms";

    // Where the server keeps all itself.
    public const string ForkingFolder = "sys/forking/";
    public const string ExperimentFolder = "sys/experiment/";
    public const string DiagnosticsFolder = "sys/diagnostics/";

    // As 2.x clients have them.
    public const string LegacyRunningTime = "sys/running_time";
    public const string LegacyModelId = "sys/model_id";

    /// <summary>Where imports put attributes that the server does not know or keeps itself.</summary>
    public const string LegacyFolder = "legacy_sys/";
}
