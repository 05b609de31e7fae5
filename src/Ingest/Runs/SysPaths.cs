using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>The attributes that the server itself keeps of every run, all below <c>sys/</c>.</summary>
static class SysPaths
{
    public static readonly byte[] Id = "sys/id"u8.ToArray();
    public static readonly byte[] CustomRunId = "sys/custom_run_id"u8.ToArray();
    public static readonly byte[] Name = "sys/name"u8.ToArray();
    public static readonly byte[] Owner = "sys/owner"u8.ToArray();
    public static readonly byte[] Description = "sys/description"u8.ToArray();
    public static readonly byte[] Tags = "sys/tags"u8.ToArray();
    public static readonly byte[] GroupTags = "sys/group_tags"u8.ToArray();
    public static readonly byte[] CreationTime = "sys/creation_time"u8.ToArray();
    public static readonly byte[] ModificationTime = "sys/modification_time"u8.ToArray();
    public static readonly byte[] PingTime = "sys/ping_time"u8.ToArray();
    public static readonly byte[] RunningTime = "sys/running_time_seconds"u8.ToArray();
    public static readonly byte[] Size = "sys/size"u8.ToArray();
    public static readonly byte[] Failed = "sys/failed"u8.ToArray();
    public static readonly byte[] Archived = "sys/archived"u8.ToArray();
    public static readonly byte[] Trashed = "sys/trashed"u8.ToArray();
    public static readonly byte[] Family = "sys/family"u8.ToArray();
    public static readonly byte[] ExperimentName = "sys/experiment/name"u8.ToArray();
    public static readonly byte[] ExperimentIsHead = "sys/experiment/is_head"u8.ToArray();
    public static readonly byte[] ExperimentRunningTime = "sys/experiment/running_time_seconds"u8.ToArray();
    public static readonly byte[] ForkingDepth = "sys/forking/depth"u8.ToArray();
    public static readonly byte[] ForkingParent = "sys/forking/parent"u8.ToArray();
    public static readonly byte[] ForkingStep = "sys/forking/step"u8.ToArray();
    public static readonly byte[] ForkingRequestedParent = "sys/forking/requested_parent"u8.ToArray();
    public static readonly byte[] RelativeCreationTime = "sys/relative_creation_time_ms"u8.ToArray();
    public static readonly byte[] ProjectUuid = "sys/diagnostics/project_uuid"u8.ToArray();
    public static readonly byte[] RunUuid = "sys/diagnostics/run_uuid"u8.ToArray();
    public static readonly byte[] TrackerClient = "sys/diagnostics/tracker_client"u8.ToArray();
    public static readonly byte[] TotalCount = "sys/diagnostics/attributes/total_count"u8.ToArray();
    public static readonly byte[] TotalPoints = "sys/diagnostics/attributes/total_series_datapoints"u8.ToArray();

    /// <summary>Where the number of attributes of a type is kept; <c>null</c> for types that are not counted.</summary>
    public static byte[]? CountOf(AttributeType type) => Counts.GetValueOrDefault(type);

    public static IEnumerable<AttributeType> CountedTypes => Counts.Keys;

    /// <summary>Whether an attribute changes with what the run logs and is written by checkpoints only.</summary>
    public static bool IsActivity(ReadOnlySpan<byte> path) =>
        path.SequenceEqual(ModificationTime) || path.SequenceEqual(RunningTime)
        || path.SequenceEqual(ExperimentRunningTime) || path.SequenceEqual(Size)
        || path.StartsWith("sys/diagnostics/attributes/"u8);

    static readonly Dictionary<AttributeType, byte[]> Counts = new()
    {
        [AttributeType.Bool] = "sys/diagnostics/attributes/bool_count"u8.ToArray(),
        [AttributeType.Int] = "sys/diagnostics/attributes/int_count"u8.ToArray(),
        [AttributeType.Float] = "sys/diagnostics/attributes/float_count"u8.ToArray(),
        [AttributeType.String] = "sys/diagnostics/attributes/string_count"u8.ToArray(),
        [AttributeType.StringSet] = "sys/diagnostics/attributes/string_set_count"u8.ToArray(),
        [AttributeType.FileRef] = "sys/diagnostics/attributes/file_ref_count"u8.ToArray(),
        [AttributeType.FloatSeries] = "sys/diagnostics/attributes/float_series_count"u8.ToArray(),
        [AttributeType.StringSeries] = "sys/diagnostics/attributes/string_series_count"u8.ToArray(),
        [AttributeType.FileRefSeries] = "sys/diagnostics/attributes/file_ref_series_count"u8.ToArray(),
        [AttributeType.HistogramSeries] = "sys/diagnostics/attributes/histogram_series_count"u8.ToArray(),
    };

    static ReadOnlySpan<byte> Prefix => "sys/"u8;

    /// <summary>Whether a path is the server's, not the user's.</summary>
    public static bool IsSystem(ReadOnlySpan<byte> path) => path.StartsWith(Prefix);

    /// <summary>Whether forks take the attribute over: configs, tags and description.</summary>
    public static bool IsInherited(ReadOnlySpan<byte> path) => !IsSystem(path)
        || path.SequenceEqual(Tags) || path.SequenceEqual(GroupTags) || path.SequenceEqual(Description);

    /// <summary>The one type that a system attribute may be written with; None if a writer of that kind may not.</summary>
    public static AttributeType WritableType(ReadOnlySpan<byte> path, bool isEdit)
    {
        if (path.SequenceEqual(Description)) return AttributeType.String;
        if (path.SequenceEqual(Tags) || path.SequenceEqual(GroupTags)) return AttributeType.StringSet;
        if (path.SequenceEqual(Failed)) return AttributeType.Bool;
        if (!isEdit) return AttributeType.None;
        if (path.SequenceEqual(Name) || path.SequenceEqual(ExperimentName)) return AttributeType.String;
        if (path.SequenceEqual(Archived) || path.SequenceEqual(Trashed) || path.SequenceEqual(ExperimentIsHead))
            return AttributeType.Bool;
        return AttributeType.None;
    }
}
