using NeptuneAlt.Blobs;
using NeptuneAlt.Blobs.Local;
using Xunit;

namespace NeptuneAlt.Unit.Blobs;

public sealed class LocalBlobsTests : BlobsConformance, IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("blobs-").FullName;

    public LocalBlobsTests() => Blobs = new LocalBlobs(Path.Combine(_folder, "data"));

    protected override IBlobs Blobs { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Keeps_files_and_uploads_after_a_restart_and_nothing_outside_its_folder()
    {
        var name = new BlobName(1, "../../out");
        var upload = await Blobs.BeginUploadAsync(name, isResumable: true, Token);
        await Blobs.AppendAsync(name, upload, 0, new MemoryStream([1, 2, 3]), null, Token);

        var restarted = new LocalBlobs(Path.Combine(_folder, "data"));
        Assert.Equal(3, await restarted.UploadedAsync(name, upload, Token));
        Assert.True(await restarted.CommitAsync(name, upload, Token));

        Assert.Equal(3, (await restarted.FindAsync(name, Token))?.Size);
        Assert.Equal([Path.Combine(_folder, "data")], Directory.EnumerateFileSystemEntries(_folder));
    }
}
