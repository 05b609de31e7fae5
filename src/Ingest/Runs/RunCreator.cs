using System.Globalization;
using System.Text;
using Google.Protobuf;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Ingest.Forks;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Client;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>Applies the records that make a run: in the catalog, its system attributes, and what it inherits.</summary>
sealed class RunCreator(CatalogRuns runs, CatalogProjects projects, InheritanceReader inheritance, ParentRows parents)
{
    /// <summary>Applies one creation.</summary>
    /// <param name="state">The run's state, if there is a run of that id.</param>
    /// <returns>Whether the run is new, and its state: <c>null</c> if it could not be made.</returns>
    public async Task<(bool Created, RunState? State)> CreateAsync(
        RunKey key, RoutedRecord record, long offset, RunState? state, RunBlock block,
        CancellationToken cancellationToken)
    {
        var operation = Read(record);
        var request = operation?.Create;
        var problem = request is null
            ? "The creation request is not a valid message."
            : Problem(key, operation!.Project, request); // It has the request.
        if (request is null || problem is not null)
        {
            ErrorLog errors = default;
            errors.Add(IngestCode.RunInvalidCreationParameters, "", problem!); // Without a request there is one.
            errors.Flush(block, offset);
            return (false, state);
        }

        RunCreation creation;
        try
        {
            var number = record.Kind == LogRecordKind.Import ? ImportedNumber.Read(record.Body.Span) : default;
            creation = await runs.CreateAsync(
                ToNewRun(key, request, record.ReceivedMs) with { SysNumber = number.Own, SysNumbersTo = number.Greatest },
                cancellationToken);
        }
        catch (CatalogConflictException refusal)
        {
            ErrorLog errors = default;
            errors.Add(refusal.ErrorType == "PROJECT_NOT_FOUND" ? IngestCode.ProjectNotFound
                : IngestCode.RunInvalidCreationParameters, "", refusal.Message);
            errors.Flush(block, offset);
            return (false, state);
        }

        // A run that is in the catalog but not in the store is one whose creation was cut short: continue it.
        var isNew = creation.Outcome == RunCreationOutcome.Created
            || creation.Outcome == RunCreationOutcome.Duplicate && state is null;
        state = isNew ? new RunState(creation.Run) : state ?? new RunState(creation.Run);
        state.BeginTurn(block);
        state.BeginRecord(record, offset);
        if (!isNew)
        {
            state.Report(
                creation.Outcome == RunCreationOutcome.Conflicting ? IngestCode.RunConflicting : IngestCode.RunDuplicate,
                IngestMessages.Of(creation.Outcome == RunCreationOutcome.Conflicting
                    ? IngestCode.RunConflicting : IngestCode.RunDuplicate));
            return (false, state);
        }

        if (record.Kind == LogRecordKind.Import) state.BeginElsewhere();
        block.Experiment = creation.Run.Experiment;
        if (creation.FormerHead is { } former)
        {
            Demote(former, state, offset, block);
            state.EarlierSeconds = await inheritance.ExperimentSecondsAsync(former, cancellationToken);
        }

        await WriteSystemAsync(state, request, Encoding.UTF8.GetString(record.Author.Span), cancellationToken);
        if (creation.Run.Fork is { } fork)
        {
            // After a replay the parent may already exist. Report the same verdict anyway; a notice in the log links it
            // later.
            if (fork.IsLate) state.Report(IngestCode.RunForkParentNotFound, IngestMessages.Of(IngestCode.RunForkParentNotFound));
            else await InheritAsync(
                state, creation.Run, request.InheritConfigs, withAtoms: record.Kind != LogRecordKind.Import, cancellationToken);
        }

        block.AffectedForks.AddRange((creation.Outcome == RunCreationOutcome.Created
            ? creation.Adopted
            : await AdoptedAsync(creation.Run, cancellationToken)).Select(run => run.RunId));
        return (true, state);
    }

    /// <summary>The runs that may have been adopted when this one was created: they are older than it.</summary>
    public async Task<IReadOnlyList<Run>> AdoptedAsync(Run run, CancellationToken cancellationToken)
    {
        var line = (await runs.AncestryAsync([run.Number], cancellationToken)).GetValueOrDefault(run.Number) ?? [run];
        var children = await runs.ChildrenAsync([.. line.Select(one => one.Number)], cancellationToken);
        return [.. children.Where(child => child.Number < run.Number && !line.Any(one => one.Number == child.Number))];
    }

    /// <summary>Looks again at what the run inherits: an ancestor logged late, or the missing parent
    /// appeared.</summary>
    public async Task RefreshAsync(
        RunState state, Run run, RoutedRecord record, long offset, CancellationToken cancellationToken)
    {
        state.BeginRecord(record, offset);
        var series = await inheritance.SeriesAsync(run, ownBefore: offset, cancellationToken);
        foreach (var row in series) state.Inherit(row);
        state.EmptyOthers(series);

        var ancestry = await inheritance.AncestryAsync(run, cancellationToken);
        if (!ancestry.Any(one => one.Fork is { IsLate: true })) return;

        await FillGapsAsync(state, ancestry, cancellationToken);
        WriteLineage(state, run, ancestry);
    }

    /// <param name="withAtoms">Not of imported runs: the importer has them as they were in the end.</param>
    async Task InheritAsync(RunState state, Run run, bool configs, bool withAtoms, CancellationToken cancellationToken)
    {
        var ancestry = await inheritance.AncestryAsync(run, cancellationToken);
        await parents.AwaitAsync(run, ancestry.Skip(1), cancellationToken);
        if (withAtoms)
            foreach (var row in await inheritance.AtomsAsync(run.Fork!.Parent!.Value, configs, cancellationToken))
                state.Inherit(row);
        foreach (var row in await inheritance.SeriesAsync(run, ownBefore: 0, cancellationToken)) state.Inherit(row);
        // The parent may not have looked yet at what came late to it.
        if (withAtoms) await FillGapsAsync(state, ancestry, cancellationToken);
    }

    async Task FillGapsAsync(RunState state, IReadOnlyList<Run> ancestry, CancellationToken cancellationToken)
    {
        foreach (var row in await inheritance.LateAtomsAsync(ancestry, cancellationToken)) state.InheritMissing(row);
    }

    async Task WriteSystemAsync(
        RunState state, Wire.Ingest.Run request, string author, CancellationToken cancellationToken)
    {
        var run = state.Run;
        var project = await projects.GetAsync(run.Project, cancellationToken);
        Text(SystemAttributes.Id, run.SysId);
        Text(SystemAttributes.CustomRunId, run.RunId);
        Text(SystemAttributes.Owner, OwnerOf(request, author, project));
        Time(SystemAttributes.CreationTime, run.CreationTime.ToUnixTimeMilliseconds());
        Time(SystemAttributes.ModificationTime, state.LastChangedMs);
        Time(SystemAttributes.PingTime, state.LastReceivedMs);
        state.SetSystem(SystemAttributes.Tags, AttributeType.StringSet, Blank);
        Text(SystemAttributes.RunUuid, run.Id.ToString());
        Text(SystemAttributes.ProjectUuid, (project?.Id ?? Guid.Empty).ToString());
        Flag(SystemAttributes.Failed, false);
        Flag(SystemAttributes.Archived, false);
        Flag(SystemAttributes.Trashed, false);
        if (request.HasTracker) Text(SystemAttributes.TrackerClient, request.Tracker);
        if (run.Experiment is { } experiment)
        {
            Text(SystemAttributes.Name, experiment);
            Text(SystemAttributes.ExperimentName, experiment);
            state.SetSystem(
                SystemAttributes.ExperimentIsHead, AttributeType.Bool, Blank with { Int = 1, Version = (long)run.Number });
        }

        WriteLineage(state, run, await inheritance.AncestryAsync(run, cancellationToken));

        void Text(byte[] path, string value) =>
            state.SetSystem(path, AttributeType.String, Blank with { String = Encoding.UTF8.GetBytes(value) });
        void Time(byte[] path, long value) => state.SetSystem(path, AttributeType.Datetime, Blank with { Int = value });
        void Flag(byte[] path, bool value) => state.SetSystem(path, AttributeType.Bool, Blank with { Int = value ? 1 : 0 });
    }

    /// <summary>Writes the attributes that follow from the run's place in its lineage.</summary>
    /// <param name="ancestry">The run first; it ends at the run whose parent is missing.</param>
    static void WriteLineage(RunState state, Run run, IReadOnlyList<Run> ancestry)
    {
        var family = ancestry.FirstOrDefault(one => one.Family is not null)?.Family ?? ancestry[^1].RunId;
        Text(SystemAttributes.Family, family);
        state.SetSystem(SystemAttributes.ForkingDepth, AttributeType.Int, Blank with { Int = ancestry.Count - 1 });
        var relative = run.CreationTime - ancestry[^1].CreationTime;
        state.SetSystem(
            SystemAttributes.RelativeCreationTime, AttributeType.Int, Blank with { Int = (long)relative.TotalMilliseconds });
        if (run.Fork is not { } fork) return;

        Text(SystemAttributes.ForkingParent, ancestry.Count > 1 ? ancestry[1].RunId : fork.ParentRunId);
        Text(SystemAttributes.ForkingRequestedParent, fork.ParentRunId);
        state.SetSystem(SystemAttributes.ForkingStep, AttributeType.Float, Blank with { Float = fork.Step.ToDouble() });

        void Text(byte[] path, string value) =>
            state.SetSystem(path, AttributeType.String, Blank with { String = Encoding.UTF8.GetBytes(value) });
    }

    static AttributeRow Blank => new() { Path = [], Type = default, Offset = 0, Version = 0 };

    /// <summary>The run takes the head of the experiment from another, whose row changes with it. Run numbers grow with
    /// creation, so they are the versions of these rows.</summary>
    static void Demote(ulong former, RunState state, long offset, RunBlock block) => block.Attributes.Add(new AttributeRow
    {
        OtherRun = former, Path = SystemAttributes.ExperimentIsHead, Type = AttributeType.Bool, Int = 0, Offset = offset,
        Version = (long)state.Run.Number,
    });

    static string OwnerOf(Wire.Ingest.Run request, string author, Project? project) => request.Owner?.OwnerTypeCase switch
    {
        Wire.Ingest.Owner.OwnerTypeOneofCase.UserId => request.Owner.UserId,
        Wire.Ingest.Owner.OwnerTypeOneofCase.ServiceAccountId => $"{request.Owner.ServiceAccountId}@{project?.Workspace}",
        _ => author,
    };

    static NewRun ToNewRun(RunKey key, Wire.Ingest.Run request, long receivedMs)
    {
        var fork = request.ForkPoint;
        var step = fork?.Step is { } at ? new Step((long)(at.Whole * (ulong)Step.MicrosPerStep + at.Micro)) : default;
        return new NewRun(
            key,
            request.HasExperimentId && request.ExperimentId.Length > 0 ? request.ExperimentId : null,
            request.HasFamily ? request.Family : null,
            fork?.ParentRunId,
            step,
            request.CreationTime is { } time
                ? DateTimeOffset.FromUnixTimeMilliseconds(time.Seconds * 1000 + (time.Nanos + 500_000) / 1_000_000)
                : DateTimeOffset.FromUnixTimeMilliseconds(receivedMs))
        {
            InheritConfigs = fork is not null && request.InheritConfigs,
        };
    }

    static string? Problem(RunKey key, string project, Wire.Ingest.Run request) =>
        Encoding.UTF8.GetByteCount(key.RunId) > Limits.RunIdBytesMax
            ? string.Create(CultureInfo.InvariantCulture, $"A run id takes at most {Limits.RunIdBytesMax} bytes.")
        : request.HasRunId && request.RunId.Length > 0 && request.RunId != key.RunId
            ? "The run ids of the request and of the creation differ."
        : Encoding.UTF8.GetByteCount(request.ExperimentId) > Limits.RunIdBytesMax
            ? string.Create(CultureInfo.InvariantCulture, $"An experiment name takes at most {Limits.RunIdBytesMax} bytes.")
        : request.ForkPoint is { ParentRunId.Length: 0 } ? "A fork needs the id of its parent run."
        : request.ForkPoint is { HasParentProject: true, ParentProject.Length: > 0 } abroad && abroad.ParentProject != project
            ? "A run can only be forked from a run of its own project."
        : request.ForkPoint is { Step: null } ? "A fork needs its step: the last one that it inherits."
        : request.ForkPoint?.Step is { } step && (step.Whole >= 1_000_000_000_000 || step.Micro >= 1_000_000)
            ? "The fork step must be below 10^12, its fraction below one million micro-steps."
        : request.CreationTime is { } time && (time.Seconds is < -2_208_988_800 or > 10_413_791_999)
            ? "The creation time must lie in the years 1900 to 2299."
        : null;

    /// <returns><c>null</c> if the body is no valid message.</returns>
    static RunOperation? Read(in RoutedRecord record)
    {
        try
        {
            return RunOperation.Parser.ParseFrom(record.Body.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
