namespace NeptuneAlt.Log.Embedded;

/// <summary>The folder that holds the partitions' folders, <c>p0</c>, <c>p1</c> and so on.</summary>
static class LogFolder
{
    /// <summary>Looks at all partitions and changes nothing.</summary>
    /// <exception cref="InvalidDataException">Their number is another one.</exception>
    public static IReadOnlyList<PartitionState> Look(EmbeddedLogOptions options)
    {
        var had = Directory.Exists(options.Folder) ? Directory.EnumerateDirectories(options.Folder, "p*").Count() : 0;
        if (had > options.Partitions) throw OtherNumber(options, had);

        var states = Enumerable.Range(0, options.Partitions).Select(number => PartitionState.Of(
            Path.Combine(options.Folder, $"p{number}"), number < options.Marks.Count ? options.Marks[number] : null,
            options.SegmentBytes)).ToList();

        // Runs would move to other partitions than their earlier records are in. A crash while the folders were made is no
        // reason to refuse, nor are folders that are missing and that the marks tell of.
        var isMissing = had > 0 && had < options.Partitions && options.Marks.Count < options.Partitions;
        return isMissing && states.Any(state => state.NextOffset > 0) ? throw OtherNumber(options, had) : states;
    }

    static InvalidDataException OtherNumber(EmbeddedLogOptions options, int had) => new(
        $"The log in {options.Folder} has {had} partitions, not {options.Partitions}: their number is for good.");
}
