using System.Globalization;
using System.Text;

namespace NeptuneAlt.EndToEnd.Mutations;

/// <summary>Makes of a good request one that is wrong somewhere. The same seed makes the same.</summary>
/// <param name="link">Key of a public link.</param>
sealed class RequestMutator(Random random, string token, string link)
{
    static readonly string[] Charsets = ["utf-7", "utf-16", "iso-8859-1", "\"", "x", "utf-8", "UTF8", "windows-1252"];
    static readonly string[] Types =
    [
        "application/json", "application/x-protobuf", "text/plain", "application/x-www-form-urlencoded",
        "multipart/form-data", "multipart/form-data; boundary=x", "", "/", "application/json;;;", "a/b; q",
    ];
    static readonly string[] Encodings = ["gzip", "br", "deflate", "identity", "gzip, gzip", "x", ""];
    static readonly string[] Methods =
        ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "X"];
    static readonly string[] Texts =
    [
        "", "%00", "%ff", "%C3%28", "%ED%A0%80", "-1", "0", "1e999", "NaN", "null", "true", "999999999999999999999",
        "w%2Fp", "w/p/P-1", "CUSTOM/w/p/r", "..%2f..%2fetc", "%0d%0aX:%20y", "%F0%9F%98%80", "'\"%3B--", "[", "()",
        "00000000-0000-0000-0000-000000000000", "2147483648", "-9223372036854775808",
    ];
    static readonly string[] Headers =
    [
        "Accept: */*;q=x", "Accept: application/vnd.neptunealt.columns", "Accept: text/html", "Range: bytes=5-1",
        "Range: bytes=0-0,1-1", "Expect: 100-continue", "If-Match: x", "If-None-Match: *", "Cookie: a=b; =; ;;",
        "Content-Range: bytes 0-99999999999/1", "Content-Range: x", "X-Goog-Resumable: start", "Origin: null",
        "X-Forwarded-For: ,,,", "Accept-Encoding: gzip;q=9", "Host: ", "X-Neptune-Api-Token: \u00e4", "Upgrade: h2c",
        "Authorization: Basic eDp5", "Authorization: Bearer", "Connection: upgrade",
    ];

    readonly JsonMutator _json = new(random);

    public RawRequest Mutate(RecordedRequest recorded)
    {
        var (method, path, type, body) = recorded;
        string? charset = null, encoding = null, header = null, length = null;
        var what = random.Next(14);
        switch (what)
        {
            case <= 4 when body.Length > 0: body = IsJson(type) ? _json.Mutate(body) : Bits(body); break;
            case 5: body = Sized(body); break;
            case 6: charset = OneOf(Charsets); break;
            case 7: encoding = OneOf(Encodings); break;
            case 8: type = OneOf(Types); break;
            case 9: header = OneOf(Headers); break;
            case 10: method = OneOf(Methods); break;
            case 11: path = Segment(path); break;
            case 12: length = random.Next(6) switch
                {
                    0 => "Content-Length: -1", 1 => "Content-Length: 99999999999999999999",
                    2 => $"Content-Length: {body.Length + 7}",
                    3 => "Transfer-Encoding: chunked", 4 => $"Content-Length: {body.Length}\r\nContent-Length: 1",
                    _ => "Transfer-Encoding: gzip",
                };
                break;
            default: path = Query(path); break;
        }

        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        if (header?.StartsWith("Authorization", StringComparison.Ordinal) != true)
            head.Append($"Authorization: Bearer {token}\r\n");
        head.Append($"X-Neptunealt-Share: {link}\r\n");
        if (type is not null) head.Append($"Content-Type: {type}{(charset is null ? "" : $"; charset={charset}")}\r\n");
        if (encoding is not null) head.Append($"Content-Encoding: {encoding}\r\n");
        if (header is not null) head.Append(header).Append("\r\n");
        head.Append(length ?? string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}"))
            .Append("\r\n\r\n");
        var isHeadBroken = what is >= 9 and <= 12 || (what is not (6 or 7 or 8) && path != recorded.Path);
        return new RawRequest(
            $"{what}: {method} {path} {type} {charset}{encoding}{header}{length}: {Shown(body)}",
            [.. Encoding.Latin1.GetBytes(head.ToString()), .. body], isHeadBroken, IsCut: what == 12);
    }

    static bool IsJson(string? type) => type?.Contains("json", StringComparison.Ordinal) == true;

    static string Shown(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 600));
        return text.Any(char.IsControl) ? Convert.ToBase64String(body, 0, Math.Min(body.Length, 600)) : text;
    }

    T OneOf<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

    byte[] Bits(byte[] body)
    {
        if (random.Next(5) == 0) return body[..random.Next(body.Length)];

        byte[] changed = [.. body];
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(changed.Length);
            changed[at] = random.Next(3) switch
            {
                0 => 0xFF,
                1 => (byte)random.Next(256),
                _ => (byte)(changed[at] ^ (1 << random.Next(8))),
            };
        }

        return random.Next(4) == 0 ? [.. changed, 0xFA, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F] : changed;
    }

    byte[] Sized(byte[] body) => random.Next(6) switch
    {
        0 => [],
        1 => [.. Encoding.ASCII.GetBytes(new string('a', 3000)), (byte)'=', .. body],
        2 => new byte[random.Next(1 << 20)],
        3 => Encoding.ASCII.GetBytes(new string('[', 5000)),
        4 => random.Next(20) == 0 ? new byte[33 << 20] : new byte[70 << 10],
        _ => [.. body, .. body],
    };

    string Query(string path)
    {
        var start = path.IndexOf('?', StringComparison.Ordinal);
        if (start < 0) return path + "?" + OneOf(["limit=", "offset=", "projectIdentifier=", "type="]) + OneOf(Texts);

        var parts = path[(start + 1)..].Split('&').ToList();
        var at = random.Next(parts.Count);
        var name = parts[at].Split('=')[0];
        if (random.Next(5) == 0) parts.RemoveAt(at);
        else if (random.Next(5) == 0) parts.Add($"{name}={OneOf(Texts)}");
        else parts[at] = random.Next(12) == 0 ? $"{name}={new string('a', 5000)}" : $"{name}={OneOf(Texts)}";
        return path[..start] + "?" + string.Join('&', parts);
    }

    string Segment(string path)
    {
        var start = path.IndexOf('?', StringComparison.Ordinal);
        var (address, query) = start < 0 ? (path, "") : (path[..start], path[start..]);
        var parts = address.Split('/');
        parts[random.Next(1, parts.Length)] = random.Next(10) == 0
            ? new string('b', 9000)
            : OneOf(Texts).Replace("/", "%2F", StringComparison.Ordinal);
        return string.Join('/', parts) + query;
    }
}
