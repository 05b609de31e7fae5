using System.Text;

namespace NeptuneAlt.Model;

/// <summary>The attributes that the server itself keeps of every run, all below <c>sys/</c>, as paths in
/// UTF-8.</summary>
public static class SystemAttributes
{
    public static readonly byte[] Id = Encoding.UTF8.GetBytes(SystemPaths.Id);
    public static readonly byte[] CustomRunId = Encoding.UTF8.GetBytes(SystemPaths.CustomRunId);
    public static readonly byte[] Name = Encoding.UTF8.GetBytes(SystemPaths.Name);
    public static readonly byte[] Owner = Encoding.UTF8.GetBytes(SystemPaths.Owner);
    public static readonly byte[] Description = Encoding.UTF8.GetBytes(SystemPaths.Description);
    public static readonly byte[] Tags = Encoding.UTF8.GetBytes(SystemPaths.Tags);
    public static readonly byte[] GroupTags = Encoding.UTF8.GetBytes(SystemPaths.GroupTags);
    public static readonly byte[] CreationTime = Encoding.UTF8.GetBytes(SystemPaths.CreationTime);
    public static readonly byte[] ModificationTime = Encoding.UTF8.GetBytes(SystemPaths.ModificationTime);
    public static readonly byte[] PingTime = Encoding.UTF8.GetBytes(SystemPaths.PingTime);
    public static readonly byte[] RunningTime = Encoding.UTF8.GetBytes(SystemPaths.RunningTime);
    public static readonly byte[] Size = Encoding.UTF8.GetBytes(SystemPaths.Size);
    public static readonly byte[] Failed = Encoding.UTF8.GetBytes(SystemPaths.Failed);
    public static readonly byte[] Archived = Encoding.UTF8.GetBytes(SystemPaths.Archived);
    public static readonly byte[] Trashed = Encoding.UTF8.GetBytes(SystemPaths.Trashed);
    public static readonly byte[] Family = Encoding.UTF8.GetBytes(SystemPaths.Family);
    public static readonly byte[] ExperimentName = Encoding.UTF8.GetBytes(SystemPaths.ExperimentName);
    public static readonly byte[] ExperimentIsHead = Encoding.UTF8.GetBytes(SystemPaths.ExperimentIsHead);
    public static readonly byte[] ExperimentRunningTime = Encoding.UTF8.GetBytes(SystemPaths.ExperimentRunningTime);
    public static readonly byte[] ForkingDepth = "sys/forking/depth"u8.ToArray();
    public static readonly byte[] ForkingParent = Encoding.UTF8.GetBytes(SystemPaths.ForkingParent);
    public static readonly byte[] ForkingStep = Encoding.UTF8.GetBytes(SystemPaths.ForkingStep);
    public static readonly byte[] ForkingRequestedParent = Encoding.UTF8.GetBytes(SystemPaths.ForkingRequestedParent);
    public static readonly byte[] RelativeCreationTime = Encoding.UTF8.GetBytes(SystemPaths.RelativeCreationTime);
    public static readonly byte[] ProjectUuid = Encoding.UTF8.GetBytes(SystemPaths.ProjectUuid);
    public static readonly byte[] RunUuid = Encoding.UTF8.GetBytes(SystemPaths.RunUuid);
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

    /// <summary>The one type that a system attribute may be written with; None if a writer of that kind may
    /// not.</summary>
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
