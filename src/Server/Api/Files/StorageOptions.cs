namespace NeptuneAlt.Server.Api.Files;

/// <summary>Which files are accepted, and how long their addresses are valid.</summary>
sealed record StorageOptions
{
    /// <summary>Largest file, in bytes.</summary>
    public long FileBytesMax { get; init; } = 64L << 30;

    /// <summary>How long a signed address holds.</summary>
    public TimeSpan UrlLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long the addresses of an upload that has begun hold.</summary>
    public TimeSpan UploadLifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long an upload may be resumed after its last bytes.</summary>
    public TimeSpan ResumableIdleMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long an upload that cannot be resumed is left alone without a byte: its server may have been killed.
    /// </summary>
    public TimeSpan WholeIdleMax { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long pieces of a file wait for the others.</summary>
    public TimeSpan PieceIdleMax { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The protocol that the generic endpoint signs addresses for.</summary>
    public FileProtocol Protocol { get; init; }

    /// <summary>Larger files come in parts of at least this many bytes, where the protocol has parts.</summary>
    public long PartBytes { get; init; } = 64L << 20;
}

/// <summary>A protocol of file storage that the clients speak.</summary>
enum FileProtocol
{
    /// <summary>Resumable uploads: a file goes in chunks, one after another.</summary>
    Google,

    /// <summary>A file goes whole, or in parts all at once; what broke off begins again.</summary>
    Amazon,
}
