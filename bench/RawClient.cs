using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace NeptuneAlt.Bench;

/// <summary>A connection that sends requests made beforehand, one after the other, so that next to nothing of the time is the
/// client's.</summary>
sealed class RawClient : IDisposable
{
    const int AnswerBytesMax = 4096;

    readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly byte[] _answer = new byte[AnswerBytesMax];

    public RawClient(Uri address) => _socket.Connect(address.Host, address.Port);

    /// <summary>A whole request.</summary>
    /// <param name="token">An access token.</param>
    public static byte[] Post(Uri address, string path, ReadOnlySpan<byte> body, string token)
    {
        var head = $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n"
            + $"Content-Type: application/x-protobuf\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public void Send(ReadOnlySpan<byte> request)
    {
        while (request.Length > 0) request = request[_socket.Send(request)..];

        var received = 0;
        while (true)
        {
            received += _socket.Receive(_answer.AsSpan(received));
            var answer = Encoding.ASCII.GetString(_answer, 0, received);
            var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0) continue;

            if (!answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
                throw new InvalidOperationException($"A request was refused: {answer}");
            if (received >= end + 4 + BodyBytes(answer[..end])) return;
        }
    }

    public void Dispose() => _socket.Dispose();

    static int BodyBytes(string head)
    {
        const string name = "Content-Length:";
        var line = head.Split("\r\n").First(line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return int.Parse(line.AsSpan(name.Length), CultureInfo.InvariantCulture);
    }
}
