namespace NeptuneAlt.Blobs.Local;

/// <summary>
/// Room on the disk of the files. Uploads leave some of it alone, so that they never stop what else is written there, and what an
/// upload is about to write is set aside for it: many at once do not each count on the same room.
/// </summary>
/// <param name="freeBytesMin">What uploads leave free.</param>
sealed class DiskRoom(string folder, long freeBytesMin)
{
    readonly Lock _lock = new();
    long _promised;

    /// <summary>Sets room aside, until it is used or the reservation is disposed of.</summary>
    /// <exception cref="BlobsFullException">There is not so much.</exception>
    public Reservation Reserve(long bytes)
    {
        var free = FreeBytes();
        lock (_lock)
        {
            if (free - _promised - bytes < freeBytesMin) throw Full(bytes, free);
            _promised += bytes;
        }

        return new Reservation(this, bytes);
    }

    /// <summary>Others write to the disk, too, and a client may send more than it said.</summary>
    void Check(long bytes)
    {
        var free = FreeBytes();
        if (free - bytes < freeBytesMin) throw Full(bytes, free);
    }

    void GiveBack(long bytes)
    {
        lock (_lock) _promised -= bytes;
    }

    long FreeBytes()
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A disk that does not tell is left to refuse by itself.
            return long.MaxValue;
        }
    }

    BlobsFullException Full(long bytes, long free) => new(
        $"The disk of {folder} has {free >> 20} MiB left, too little for another {bytes >> 20} MiB of files: "
        + $"{freeBytesMin >> 20} MiB are left alone. Free some space; uploads then go on by themselves.");

    /// <summary>What is set aside for one upload.</summary>
    public sealed class Reservation(DiskRoom room, long bytes) : IDisposable
    {
        long _left = bytes;

        /// <summary>To be called before so many bytes are written.</summary>
        /// <exception cref="BlobsFullException">The disk has become too full for them.</exception>
        public void Use(long count)
        {
            room.Check(count);
            var used = Math.Min(count, _left);
            _left -= used;
            room.GiveBack(used);
        }

        public void Dispose()
        {
            room.GiveBack(_left);
            _left = 0;
        }
    }
}
