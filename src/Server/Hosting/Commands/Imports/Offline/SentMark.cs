using System.Text.Json;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Offline;

/// <summary>How much of a store a server has.</summary>
/// <param name="Sequence">Operations up to this one are done.</param>
/// <param name="Uploads">Files that are there.</param>
sealed record SentSoFar(long Sequence, IReadOnlyList<long> Uploads);

/// <summary>
/// A file beside a store that tells which server has how much of it: the store itself is left as it is. What is in it is done for good,
/// so that
/// a send that is begun again goes on behind it.
/// </summary>
sealed class SentMark
{
    readonly string _path;
    readonly string _server;
    readonly Dictionary<string, SentSoFar> _servers;

    SentMark(string path, string server, Dictionary<string, SentSoFar> servers) => (_path, _server, _servers) = (path, server, servers);

    public SentSoFar Sent => _servers.GetValueOrDefault(_server) ?? new SentSoFar(0, []);

    public static string PathOf(string store) => store + ".sent.json";

    /// <exception cref="InvalidDataException">It is there, but no such file.</exception>
    public static SentMark Of(string store, Uri server)
    {
        var path = PathOf(store);
        if (!File.Exists(path)) return new SentMark(path, server.ToString(), []);
        try
        {
            return new SentMark(
                path, server.ToString(),
                JsonSerializer.Deserialize<Dictionary<string, SentSoFar>>(File.ReadAllText(path), JsonSerializerOptions.Web) ?? []);
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException(
                $"{path}, which tells what of its store was sent, cannot be read: {failure.Message} Delete it to send all again.", failure);
        }
    }

    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public void Set(SentSoFar sent)
    {
        _servers[_server] = sent;
        var unfinished = _path + ".tmp";
        File.WriteAllText(unfinished, JsonSerializer.Serialize(_servers, JsonSerializerOptions.Web));
        File.Move(unfinished, _path, overwrite: true);
    }
}
