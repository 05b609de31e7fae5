using NeptuneAlt.Blobs;
using NeptuneAlt.Catalog;
using NeptuneAlt.Log;
using NeptuneAlt.Store;
using Npgsql;

namespace NeptuneAlt.Server.Hosting;

/// <summary>Waits at the start for services that start at the same time, and says plainly which one does not
/// answer.</summary>
sealed partial class DependencyWait(TimeSpan timeout, TimeProvider time, ILogger<DependencyWait> logger)
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="service">Its name and address, without secrets.</param>
    /// <exception cref="StartException">It does not answer for too long, or refuses.</exception>
    public async Task<T> OfAsync<T>(string service, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (Exception failure) when (failure
                is LogUnavailableException or CatalogUnavailableException or StoreUnavailableException
                or BlobsUnavailableException)
            {
                if (time.GetElapsedTime(started) >= timeout)
                    throw new StartException($"{service} cannot be reached: {failure.Message}", failure);
                if (attempt == 0) Waits(service, failure.Message);
            }
            catch (StoreDamagedException damaged)
            {
                throw new StartException($"{service} cannot be used: {damaged.Damage}", damaged);
            }
            catch (Exception failure) when (failure is StoreException or NpgsqlException or InvalidDataException)
            {
                throw new StartException($"{service} cannot be used: {failure.Message}", failure);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    public Task OfAsync(string service, Func<Task> ask, CancellationToken cancellationToken) => OfAsync(
        service,
        async () =>
        {
            await ask();
            return true;
        },
        cancellationToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for {Service}: {Reason}")]
    partial void Waits(string service, string reason);
}
