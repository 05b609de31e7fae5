namespace NeptuneAlt.Server.Api.StorageBridge;

/// <summary>Where uploaded files are kept, and what is taken.</summary>
sealed record StorageOptions
{
    /// <summary>Folder of the files; made if it is not there.</summary>
    public string Folder { get; init; } = "data/files";

    /// <summary>Largest file, in bytes.</summary>
    public long FileBytesMax { get; init; } = 64L << 30;

    /// <summary>How long a signed address holds.</summary>
    public TimeSpan UrlLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long an upload may be resumed, from its beginning and from its last bytes.</summary>
    public TimeSpan UploadLifetime { get; init; } = TimeSpan.FromDays(7);
}
