using NeptuneAlt.Blobs;

namespace NeptuneAlt.Server.Api.StorageBridge;

/// <summary>Drops uploads that nobody went on with.</summary>
sealed partial class IdleUploads(
    IBlobs blobs, StorageOptions options, TimeProvider time, ILogger<IdleUploads> logger) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var count = await blobs.DropUploadsAsync(time.GetUtcNow() - options.UploadLifetime, stoppingToken);
                if (count > 0) Dropped(count);
            }
            catch (BlobsUnavailableException exception)
            {
                Failed(exception); // the next turn tries again
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Dropped {Count} uploads that nobody went on with")]
    partial void Dropped(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Idle uploads could not be dropped")]
    partial void Failed(Exception exception);
}
