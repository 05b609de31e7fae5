using System.Security.Cryptography;
using System.Text;

namespace NeptuneAlt.Catalog.Postgres;

/// <summary>
/// Encrypts secrets under one that is not in the database (AES-256-GCM), so that a copy of the tables has nothing to sign
/// with. A sealed secret is longer than a plain one, which tells the two apart: a version, a nonce, the text, its tag.
/// </summary>
/// <param name="key">The setting; <c>null</c>: secrets are kept as they are.</param>
sealed class SealedSecrets(string? key)
{
    const byte Version = 1;
    const int NonceBytes = 12;
    const int TagBytes = 16;

    readonly byte[]? _key = key is null
        ? null
        : HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key), 32, info: "neptunealt secrets"u8.ToArray());

    public bool Seals => _key is not null;

    public static bool IsSealed(byte[] stored) => stored.Length > Sql.SecretTable.SecretBytes;

    public byte[] Seal(string name, byte[] secret)
    {
        if (_key is null) return secret;

        var sealedBytes = new byte[1 + NonceBytes + secret.Length + TagBytes];
        sealedBytes[0] = Version;
        var nonce = sealedBytes.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_key, TagBytes);
        cipher.Encrypt(
            nonce, secret, sealedBytes.AsSpan(1 + NonceBytes, secret.Length), sealedBytes.AsSpan(^TagBytes..),
            Encoding.UTF8.GetBytes(name));
        return sealedBytes;
    }

    /// <exception cref="InvalidDataException">It is sealed, and not under this key.</exception>
    public byte[] Open(string name, byte[] stored)
    {
        if (!IsSealed(stored)) return stored;
        if (_key is null)
            throw new InvalidDataException(
                "The keys in the catalog are encrypted: give the server the NEPTUNEALT_SIGNING_SECRET that the others have.");

        var secret = new byte[stored.Length - 1 - NonceBytes - TagBytes];
        using var cipher = new AesGcm(_key, TagBytes);
        try
        {
            cipher.Decrypt(
                stored.AsSpan(1, NonceBytes), stored.AsSpan(1 + NonceBytes, secret.Length), stored.AsSpan(^TagBytes..), secret,
                Encoding.UTF8.GetBytes(name));
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new InvalidDataException(
                "NEPTUNEALT_SIGNING_SECRET is not the one that the keys in the catalog were encrypted under. Give that one; if it "
                + "is lost, delete the rows of the table secrets, upon which everybody signs in again.");
        }
    }
}
