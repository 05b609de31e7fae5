namespace NeptuneAlt.Server.Api.StorageBridge;

/// <summary>What files are taken, and for how long their addresses hold.</summary>
sealed record StorageOptions
{
    /// <summary>Largest file, in bytes.</summary>
    public long FileBytesMax { get; init; } = 64L << 30;

    /// <summary>How long a signed address holds.</summary>
    public TimeSpan UrlLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long an upload may be resumed, from its beginning and from its last bytes.</summary>
    public TimeSpan UploadLifetime { get; init; } = TimeSpan.FromDays(7);
}
