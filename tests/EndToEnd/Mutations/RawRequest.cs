using System.Net.Sockets;
using System.Text;

namespace NeptuneAlt.EndToEnd.Mutations;

/// <summary>A request as bytes, so that it may be wrong in every way.</summary>
/// <param name="IsHeadBroken">The server may refuse it without a body, or close: it cannot know what was asked.</param>
/// <param name="IsCut">There is less than its head says: the end of what is sent has to tell.</param>
sealed record RawRequest(string Name, byte[] Bytes, bool IsHeadBroken, bool IsCut)
{
    const int AnswerBytesMax = 4 << 20;

    /// <summary>Its answer has no body.</summary>
    public bool IsHead => Bytes.AsSpan().StartsWith("HEAD "u8);

    /// <summary>Sends it on a connection of its own.</summary>
    /// <returns>Status, content type and body; status 0 if the server closed without an answer.</returns>
    public async Task<(int Status, string ContentType, string Body)> SendAsync(
        int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, cancellationToken);
        var stream = client.GetStream();
        var answer = ReadAsync(stream, cancellationToken);
        try
        {
            await stream.WriteAsync(Bytes, cancellationToken);
            if (IsCut) client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (IOException)
        {
            // It has heard enough; what it answered counts.
        }

        return Parse(await answer);
    }

    static async Task<byte[]> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var answer = new MemoryStream();
        var buffer = new byte[1 << 16];
        try
        {
            while (answer.Length < AnswerBytesMax)
            {
                var read = await stream.ReadAsync(buffer, cancellationToken);
                if (read == 0) break;
                answer.Write(buffer, 0, read);
                // A stream of events has no end.
                if (Encoding.Latin1.GetString(buffer, 0, read).Contains(": hello", StringComparison.Ordinal)) break;
            }
        }
        catch (IOException)
        {
            // Reset behind an answer, because a part of the request was left unread.
        }

        return answer.ToArray();
    }

    static (int Status, string ContentType, string Body) Parse(byte[] answer)
    {
        var text = Encoding.UTF8.GetString(answer);
        if (text.StartsWith("HTTP/1.1 100", StringComparison.Ordinal))
            text = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return (0, "", "");

        var head = text[..end].Split("\r\n");
        var type = head.FirstOrDefault(line => line.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase))
            ?? "";
        var isChunked = head.Any(line => line.StartsWith("Transfer-Encoding:", StringComparison.OrdinalIgnoreCase));
        var body = text[(end + 4)..];
        return (int.Parse(head[0].AsSpan(9, 3)), type, isChunked ? Unchunked(body) : body);
    }

    /// <summary>Good enough for short bodies: lengths stand on lines of their own.</summary>
    static string Unchunked(string body)
    {
        var text = new StringBuilder();
        while (body.IndexOf("\r\n", StringComparison.Ordinal) is > 0 and var end
            && int.TryParse(body.AsSpan(0, end), System.Globalization.NumberStyles.HexNumber, null, out var length)
            && length > 0 && body.Length >= end + 2 + length)
        {
            text.Append(body, end + 2, length);
            body = body[Math.Min(body.Length, end + 4 + length)..];
        }

        return text.ToString();
    }
}
