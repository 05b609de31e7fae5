using System.Security.Cryptography;
using System.Text;
using NeptuneAlt.Catalog.Sql;
using NeptuneAlt.Model;

namespace NeptuneAlt.Catalog.Sqlite;

/// <summary>
/// The server's own secrets, beside the database and not in it: whoever reads tables, or a copy of them, gets nothing to
/// sign with. One line a secret: its name and, in base64, its bytes. The caller lets one writer at a time in.
/// </summary>
sealed class KeyFile(string path)
{
    public bool IsThere => File.Exists(path);

    public string Path => path;

    /// <exception cref="InvalidDataException">The file has something else in it.</exception>
    public byte[]? Find(string name) => Read().GetValueOrDefault(name);

    /// <summary>The secret of that name, made at random if there is none.</summary>
    public byte[] FindOrMake(string name)
    {
        var secrets = Read();
        if (secrets.TryGetValue(name, out var known)) return known;

        var secret = RandomNumberGenerator.GetBytes(SecretTable.SecretBytes);
        secrets.Add(name, secret);
        Write(secrets);
        return secret;
    }

    /// <summary>Keeps what the database kept until now. What is in the file already is right.</summary>
    public void TakeOver(IEnumerable<KeyValuePair<string, byte[]>> kept)
    {
        var secrets = Read();
        foreach (var (name, secret) in kept) secrets.TryAdd(name, secret);
        Write(secrets);
    }

    SortedDictionary<string, byte[]> Read()
    {
        var secrets = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        if (!IsThere) return secrets;

        foreach (var line in File.ReadAllLines(path).Where(line => line.Length > 0))
        {
            var parts = line.Split(' ');
            var secret = new byte[SecretTable.SecretBytes];
            if (parts.Length != 2 || !Convert.TryFromBase64String(parts[1], secret, out var count) || count != secret.Length
                || !secrets.TryAdd(parts[0], secret))
                throw new InvalidDataException(
                    $"The file of keys {path} is damaged. Restore it from a backup; or empty it, upon which new keys are made: "
                    + "browsers sign in again then, and clients that are running are to be started again.");
        }

        return secrets;
    }

    /// <summary>Writes the file whole, durably, and for its owner's eyes from the beginning.</summary>
    void Write(SortedDictionary<string, byte[]> secrets)
    {
        var full = System.IO.Path.GetFullPath(path);
        var written = full + ".new";
        File.Delete(written);
        var open = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) open.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(written, open))
        {
            foreach (var (name, secret) in secrets)
                file.Write(Encoding.ASCII.GetBytes($"{name} {Convert.ToBase64String(secret)}\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(written, full, overwrite: true);
        FolderSync.Flush(System.IO.Path.GetDirectoryName(full)!); // it lies in a folder
    }
}
