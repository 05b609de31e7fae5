using Confluent.Kafka;

namespace NeptuneAlt.Log.Kafka;

/// <summary>Asks brokers whether they answer, and changes nothing there.</summary>
public static class KafkaProbe
{
    /// <param name="patience">How long to wait for them.</param>
    /// <returns>How many brokers there are, and how many partitions the topic has: 0 if there is no such topic.</returns>
    /// <exception cref="LogUnavailableException">None of them answers.</exception>
    public static async Task<(int Brokers, int Partitions)> AskAsync(
        KafkaLogOptions options, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig(options.Client))
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build(); // What it says is in the exception.
        try
        {
            // The library blocks. A topic that is asked for by name may come to be by that.
            var found = await Task.Run(() => admin.GetMetadata(patience), cancellationToken);
            return (found.Brokers.Count, found.Topics.FirstOrDefault(topic => topic.Topic == options.Topic)?.Partitions.Count ?? 0);
        }
        catch (KafkaException failure)
        {
            throw new LogUnavailableException($"Kafka does not answer: {failure.Error.Reason}", failure);
        }
    }
}
