using NeptuneAlt.Blobs;
using NeptuneAlt.Server.Api.Files;

namespace NeptuneAlt.Server.Jobs;

/// <summary>Drops uploads that nobody went on with.</summary>
sealed partial class IdleUploads(
    IBlobs blobs, StorageOptions options, TimeProvider time, ILogger<IdleUploads> logger)
    : PeriodicJob(TimeSpan.FromMinutes(5), time, logger)
{
    protected override string Work => "dropping idle uploads";

    protected internal override async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var count = await blobs.DropIdleAsync(
            new IdleSince(now - options.ResumableIdleMax, now - options.WholeIdleMax, now - options.PieceIdleMax),
            cancellationToken);
        if (count > 0) Dropped(Logger, count);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Dropped {Count} uploads that nobody went on with")]
    static partial void Dropped(ILogger logger, int count);
}
