using System.Globalization;
using System.Net.Sockets;
using System.Text;
using NeptuneAlt.Client;

namespace NeptuneAlt.LoadTests.Load;

/// <summary>A client that dies while it sends a request: it never sees an answer.</summary>
static class DyingClient
{
    /// <summary>Sends so much of the operation, and resets the connection.</summary>
    public static async Task SendAsync(
        NeptuneClient client, ReadOnlyMemory<byte> operation, int bytes, CancellationToken cancellationToken)
    {
        var address = client.Address;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        // No lingering: closing sends a reset, as the system does for a process that is gone.
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
        var head = string.Create(CultureInfo.InvariantCulture, $"""
            POST /api/client/v1/ingest HTTP/1.1
            Host: {address.Authority}
            Authorization: {client.Authorization}
            Content-Type: application/x-protobuf
            Content-Length: {operation.Length}


            """).ReplaceLineEndings("\r\n");
        await socket.SendAsync(Encoding.ASCII.GetBytes(head), SocketFlags.None, cancellationToken);
        for (var sent = 0; sent < bytes;)
            sent += await socket.SendAsync(operation[sent..bytes], SocketFlags.None, cancellationToken);
    }
}
