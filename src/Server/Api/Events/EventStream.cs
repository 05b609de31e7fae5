using System.Threading.Channels;

namespace NeptuneAlt.Server.Api.Events;

/// <summary>
/// The messages that wait for one open page. A page that reads too slowly loses details but no news: it gets a message
/// that everything may have changed.
/// </summary>
sealed class EventStream(EventHub hub, uint project, string user) : IDisposable
{
    const int TextsMax = 8;

    readonly Channel<ReadOnlyMemory<byte>> _texts = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(TextsMax) { SingleReader = true });

    int _hasMissed;

    public uint Project => project;

    public string User => user;

    public void Offer(ReadOnlyMemory<byte> text)
    {
        if (!_texts.Writer.TryWrite(text)) Volatile.Write(ref _hasMissed, 1);
    }

    /// <summary>There will be no more.</summary>
    public void End() => _texts.Writer.TryComplete();

    /// <summary>Waits for the next text, a heartbeat at the latest.</summary>
    /// <returns><c>null</c> at the end.</returns>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        if (!await _texts.Reader.WaitToReadAsync(cancellationToken)) return null;
        if (!_texts.Reader.TryRead(out var text)) return null;
        if (Interlocked.Exchange(ref _hasMissed, 0) == 0) return text;

        while (_texts.Reader.TryRead(out var _))
        {
            // The message that follows covers these.
        }

        return EventHub.All;
    }

    public void Dispose() => hub.Close(this);
}
