using NeptuneAlt.Blobs;

namespace NeptuneAlt.Server.Api.StorageBridge;

/// <summary>Drops uploads that nobody went on with.</summary>
sealed partial class IdleUploads(
    IBlobs blobs, StorageOptions options, TimeProvider time, ILogger<IdleUploads> logger)
    : Sweep(TimeSpan.FromHours(1), time, logger)
{
    protected override string Work => "dropping idle uploads";

    protected internal override async Task SweepAsync(CancellationToken cancellationToken)
    {
        var count = await blobs.DropUploadsAsync(Time.GetUtcNow() - options.UploadLifetime, cancellationToken);
        if (count > 0) Dropped(Logger, count);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Dropped {Count} uploads that nobody went on with")]
    static partial void Dropped(ILogger logger, int count);
}
