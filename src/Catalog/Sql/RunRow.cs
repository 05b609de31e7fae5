using System.Globalization;
using NeptuneAlt.Model;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>A row of the run registry, with its project's key.</summary>
sealed class RunRow
{
    /// <summary>Selects all columns from <c>runs r</c> and <c>projects p</c>.</summary>
    public const string Select =
        """
        SELECT r.number AS Number, r.id AS Id, r.project AS Project, r.run_id AS RunId, r.sys_number AS SysNumber,
               p.key AS ProjectKey, r.experiment AS Experiment, r.family AS Family,
               r.requested_parent AS RequestedParent, r.fork_step AS ForkStep, r.parent AS Parent, r.awaits AS Awaits,
               r.inherit_configs AS InheritConfigs, r.late AS Late, r.created AS Created
        FROM runs r JOIN projects p ON p.number = r.project
        """;

    public long Number { get; init; }
    public required string Id { get; init; }
    public long Project { get; init; }
    public required string RunId { get; init; }
    public long SysNumber { get; init; }
    public required string ProjectKey { get; init; }
    public string? Experiment { get; init; }
    public string? Family { get; init; }
    public string? RequestedParent { get; init; }
    public long? ForkStep { get; init; }
    public long? Parent { get; init; }
    public string? Awaits { get; init; }
    public long InheritConfigs { get; init; }
    public long Late { get; init; }
    public long Created { get; init; }

    public Run ToRun() => new(
        (ulong)Number, Guid.Parse(Id), (uint)Project, RunId,
        string.Create(CultureInfo.InvariantCulture, $"{ProjectKey}-{SysNumber}"), Experiment, Family,
        RequestedParent is null ? null : new Fork(RequestedParent, new Step(ForkStep ?? 0), (ulong?)Parent)
        {
            InheritsConfigs = InheritConfigs != 0, IsLate = Late != 0,
        },
        DateTimeOffset.FromUnixTimeMilliseconds(Created));
}
