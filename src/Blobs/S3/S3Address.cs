using System.Diagnostics.CodeAnalysis;

namespace NeptuneAlt.Blobs.S3;

/// <summary>A place in a bucket of an S3-compatible store, and how to get there.</summary>
/// <param name="Prefix">Before all keys; empty, or with a slash at its end.</param>
public sealed record S3Address(string Bucket, string Prefix)
{
    const string Scheme = "s3://";

    /// <summary>The store's address; <c>null</c>: Amazon's of the region.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>What requests are signed for.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Both <c>null</c>: the variables, files and roles that Amazon's own tools read.</summary>
    public string? AccessKey { get; init; }
    public string? SecretKey { get; init; }

    /// <summary>Reads <c>s3://bucket/prefix</c>; the prefix may be missing.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out S3Address? address)
    {
        address = null;
        if (!IsOne(text)) return false;

        var parts = text[Scheme.Length..].Split('/', 2);
        var prefix = parts.Length == 2 ? parts[1].Trim('/') : "";
        if (parts[0].Length is < 3 or > 63 || !parts[0].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.'))
            return false;

        address = new S3Address(parts[0], prefix.Length == 0 ? "" : prefix + "/");
        return true;
    }

    /// <summary>Whether it means a bucket, and not a folder.</summary>
    public static bool IsOne(string text) => text.StartsWith(Scheme, StringComparison.Ordinal);

    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}{(Endpoint is null ? "" : $" at {Endpoint}")}";
}
