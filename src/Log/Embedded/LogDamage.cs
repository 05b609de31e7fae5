using System.Globalization;
using NeptuneAlt.Model;

namespace NeptuneAlt.Log.Embedded;

/// <summary>Puts what a partition lacks into words.</summary>
static class LogDamage
{
    const string Cure =
        "Bring the folder of the log back from a backup, or start once with --accept-loss to go on without these records.";

    public static IEnumerable<Damage> Of(int partition, PartitionState state, EmbeddedLogOptions options) =>
        state.Lost.Select(lost => new Damage("log", PlaceOf(lost), WhatOf(partition, state, lost, options), Cure));

    /// <summary>Damage to records that the store has: nothing is lost, but the disk is not to be trusted.</summary>
    public static IEnumerable<Damage> OfStored(PartitionState state)
    {
        foreach (var found in state.Segments)
        {
            var isFull = found.Next < long.MaxValue;
            if (found.Scan is null && PartitionState.Rescan(found) is { DamagedAt: { } at } && isFull)
                yield return new Damage(
                    "log", string.Create(CultureInfo.InvariantCulture, $"{found.Path}, byte {at}"),
                    "Bytes were changed or cut off. All of the file's records are in the store, so nothing is lost.",
                    "Look after the disk; the file is dropped once the server runs.");
        }

        if (state.Lost.Count == 0 && state.NextOffset > state.FoundEnd)
            yield return new Damage(
                "log", state.Folder, "Files are missing or were cut. All of their records are in the store, so nothing is lost.",
                "Start the server: it goes on above.");
    }

    /// <returns>What was cut off or is missing without a loss; <c>null</c> if nothing is.</returns>
    public static string? NoteOf(int partition, PartitionState state)
    {
        if (state.Torn is { Bytes: > 0 } torn)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{state.Segments[^1].Path} ended in a write that was never finished: {torn.Bytes} bytes with {torn.Records} records, none of them acknowledged, were cut off.");
        return state.Lost.Count == 0 && (state.NextOffset > state.FoundEnd || state.Segments.Any(segment => !segment.IsWhole))
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Files of partition {partition} in {state.Folder} are missing or were cut. All of its records are in the store; the next one gets offset {state.NextOffset}.")
            : null;
    }

    static string PlaceOf(LostRecords lost) => lost.At is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"{lost.Path}, byte {at}")
        : lost.Path;

    static string WhatOf(int partition, PartitionState state, LostRecords lost, EmbeddedLogOptions options)
    {
        var which = lost.To is not { } to ? $"the records from {lost.From} on, if there were any,"
            : to == lost.From + 1 ? $"record {lost.From}"
            : $"records {lost.From} to {to - 1}";
        var verb = lost.To == lost.From + 1 ? "is" : "are";
        var cause = state.Segments.Count == 0 ? "the files are missing"
            : lost.At is { } at && new FileInfo(lost.Path).Length > at ? "bytes were changed"
            : "a file is missing or was cut";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{cause}, and {which} of partition {partition} {verb} lost: acknowledged, and not in the store yet"
            + $"{When(state, lost, options)}.");
    }

    static string When(PartitionState state, LostRecords lost, EmbeddedLogOptions options)
    {
        var before = TimeOf(state, lost.From - 1, options);
        var after = lost.To is { } to ? TimeOf(state, to, options) : null;
        return (before, after) switch
        {
            ({ } from, { } until) => $", logged between {Text(from)} and {Text(until)}",
            ({ } from, null) => $", logged after {Text(from)}",
            (null, { } until) => $", logged before {Text(until)}",
            _ => "",
        };
    }

    static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);

    static DateTimeOffset? TimeOf(PartitionState state, long offset, EmbeddedLogOptions options)
    {
        if (options.TimeOf is not { } timeOf) return null;

        foreach (var segment in state.Segments)
            foreach (var range in segment.Scan?.Whole ?? [])
                if (offset >= range.FirstOffset && offset < range.NextOffset) return timeOf(Read(segment.Path, range, offset));
        return null;
    }

    static ReadOnlyMemory<byte> Read(string path, RecordRange range, long offset)
    {
        using var segment = SegmentFile.OpenFull(path, range.NextOffset);
        return SegmentReader.ReadRange(segment, range).Skip((int)(offset - range.FirstOffset)).FirstOrDefault();
    }
}
