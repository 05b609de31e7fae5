using NeptuneAlt.Blobs;
using NeptuneAlt.Blobs.Local;
using Xunit;

namespace NeptuneAlt.Unit.Blobs;

/// <summary>What is on the disk of an uploaded file is changed behind the server's back.</summary>
public sealed class CheckedFilesTests : IDisposable
{
    const int Size = 700_000; // three pieces

    static readonly BlobName s_name = new(1, "run/model.bin");

    readonly string _folder = Directory.CreateTempSubdirectory("blobs-").FullName;
    readonly LocalBlobs _blobs;
    readonly byte[] _content = new byte[Size];

    public CheckedFilesTests()
    {
        _blobs = new LocalBlobs(_folder);
        new Random(1).NextBytes(_content);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string Stored => Directory.EnumerateFiles(Path.Combine(_folder, "files"), "*", SearchOption.AllDirectories).Single();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Serves_no_byte_of_a_piece_in_which_a_bit_changed()
    {
        await UploadAsync();
        Change(300_000);

        Assert.Equal(_content[..200_000], await ReadAsync(0, 200_000));
        Assert.Equal(_content[600_000..], await ReadAsync(600_000, Size));
        var damage = await Assert.ThrowsAsync<BlobDamagedException>(() => ReadAsync(0, Size));
        await Assert.ThrowsAsync<BlobDamagedException>(() => ReadAsync(400_000, 1));

        Assert.Equal(("files", Stored), (damage.Damage.Part, damage.Damage.Place));
        Assert.Contains("run/model.bin", damage.Damage.What, StringComparison.Ordinal);
        Assert.Contains("262144 to 524287", damage.Damage.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(300_000)]
    [InlineData(Size)]
    [InlineData(Size + 30)]
    [InlineData(Size + 100)]
    public async Task Refuses_a_file_that_is_shorter_or_longer_than_it_was_before_its_first_byte(long length)
    {
        await UploadAsync();
        using (var file = File.OpenWrite(Stored)) file.SetLength(length);

        await Assert.ThrowsAsync<BlobDamagedException>(() => _blobs.FindAsync(s_name, Token));
        await Assert.ThrowsAsync<BlobDamagedException>(() => _blobs.OpenAsync(s_name, 0, 1, Token));
    }

    [Fact]
    public async Task Refuses_a_file_whose_checksums_changed()
    {
        await UploadAsync();
        Change(Size + 3);

        await Assert.ThrowsAsync<BlobDamagedException>(() => _blobs.OpenAsync(s_name, 0, 1, Token));
    }

    [Fact]
    public async Task Takes_checksums_of_an_upload_that_another_process_began()
    {
        var upload = await _blobs.BeginUploadAsync(s_name, isResumable: true, Token);
        await _blobs.AppendAsync(s_name, upload, 0, new MemoryStream(_content, 0, 300_001), null, Token);
        var restarted = new LocalBlobs(_folder);
        await restarted.AppendAsync(s_name, upload, 300_001, new MemoryStream(_content, 300_001, Size - 300_001), null, Token);
        Assert.True(await restarted.CommitAsync(s_name, upload, Token));

        Assert.Equal(_content, await ReadAsync(0, Size));
        Assert.Equal(Size, (await _blobs.FindAsync(s_name, Token))?.Size);
    }

    [Fact]
    public async Task Goes_on_serving_a_file_of_an_older_version_until_it_is_replaced()
    {
        await UploadAsync();
        var stored = Stored;
        File.WriteAllBytes(stored[..^LocalBlobs.CheckedExtension.Length], [1, 2, 3]);
        File.Delete(stored);

        Assert.Equal([1, 2, 3], await ReadAsync(0, Size));
        Assert.Empty(await FilesCheck.RunAsync(_folder, Token));

        await UploadAsync();
        Assert.Equal(_content, await ReadAsync(0, Size));
        Assert.EndsWith(LocalBlobs.CheckedExtension, Stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_all_damage_of_a_folder()
    {
        await UploadAsync();
        Change(5);
        var first = Stored;
        await UploadAsync(s_name with { Path = "whole" });
        await UploadAsync(s_name with { Project = 2 });
        var second = Directory.EnumerateFiles(Path.Combine(_folder, "files", "2"), "*", SearchOption.AllDirectories).Single();
        using (var file = File.OpenWrite(second)) file.SetLength(0);

        var found = await FilesCheck.RunAsync(_folder, Token);

        Assert.Equal(new[] { first, second }.Order(StringComparer.Ordinal), found.Select(damage => damage.Place));
        Assert.All(found, damage => Assert.Contains("backup", damage.Cure, StringComparison.Ordinal));
        Assert.Empty(await FilesCheck.RunAsync(Path.Combine(_folder, "no such folder"), Token));
    }

    [Fact]
    public async Task Refuses_what_the_disk_has_no_room_for_and_keeps_nothing_of_it()
    {
        var free = new DriveInfo(_folder).AvailableFreeSpace;
        var blobs = new LocalBlobs(_folder, freeBytesMin: free - (64L << 20));
        var upload = await blobs.BeginUploadAsync(s_name, isResumable: true, Token);
        var sent = new MemoryStream(_content);

        await Assert.ThrowsAsync<BlobsFullException>(
            () => blobs.AppendAsync(s_name, upload, 0, sent, expected: 1L << 30, Token));

        Assert.Equal(0, sent.Position);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
        var full = new LocalBlobs(_folder, freeBytesMin: long.MaxValue / 2);
        await Assert.ThrowsAsync<BlobsFullException>(() => full.BeginUploadAsync(s_name, isResumable: false, Token));
    }

    [Fact]
    public async Task Stops_an_upload_of_unknown_length_while_it_streams()
    {
        var free = new DriveInfo(_folder).AvailableFreeSpace;
        var blobs = new LocalBlobs(_folder, freeBytesMin: free - (64L << 20));
        var upload = await blobs.BeginUploadAsync(s_name, isResumable: true, Token);

        await Assert.ThrowsAsync<BlobsFullException>(
            () => blobs.AppendAsync(s_name, upload, 0, new EndlessStream(1L << 30), expected: null, Token));

        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Sets_room_aside_for_each_of_many_uploads()
    {
        var room = new DiskRoom(_folder, new DriveInfo(_folder).AvailableFreeSpace - (2L << 30));
        using (room.Reserve(1200L << 20))
            Assert.Throws<BlobsFullException>(() => room.Reserve(1200L << 20));

        using var again = room.Reserve(1200L << 20);
        again.Use(1100L << 20); // it is written now, or so it says
        using var rest = room.Reserve(1000L << 20);
    }

    [Fact]
    public async Task Drops_what_is_idle_by_whether_it_can_be_resumed()
    {
        var resumable = await _blobs.BeginUploadAsync(s_name, isResumable: true, Token);
        var whole = await _blobs.BeginUploadAsync(s_name, isResumable: false, Token);
        await UploadAsync(s_name with { IsPiece = true });
        await UploadAsync();
        var (past, future) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));

        Assert.Equal(1, await _blobs.DropIdleAsync(new IdleSince(past, future, past), Token));

        Assert.Null(await _blobs.UploadedAsync(s_name, whole, Token));
        Assert.NotNull(await _blobs.UploadedAsync(s_name, resumable, Token));
        Assert.Equal(1, await _blobs.DropIdleAsync(new IdleSince(past, past, future), Token));
        Assert.Null(await _blobs.FindAsync(s_name with { IsPiece = true }, Token));
        Assert.NotNull(await _blobs.FindAsync(s_name, Token));
    }

    async Task UploadAsync(BlobName? other = null)
    {
        var name = other ?? s_name;
        var upload = await _blobs.BeginUploadAsync(name, isResumable: false, Token);
        await _blobs.AppendAsync(name, upload, 0, new MemoryStream(_content), Size, Token);
        Assert.True(await _blobs.CommitAsync(name, upload, Token));
    }

    async Task<byte[]> ReadAsync(long offset, long length)
    {
        await using var stream = await _blobs.OpenAsync(s_name, offset, length, Token);
        Assert.NotNull(stream);
        var read = new MemoryStream();
        await stream.CopyToAsync(read, Token);
        return read.ToArray();
    }

    void Change(long at)
    {
        using var file = File.Open(Stored, FileMode.Open, FileAccess.ReadWrite);
        file.Seek(at, SeekOrigin.Begin);
        var old = file.ReadByte();
        file.Seek(at, SeekOrigin.Begin);
        file.WriteByte((byte)(old ^ 1));
    }

    sealed class EndlessStream(long length) : MemoryStream
    {
        long _left = length;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var count = (int)Math.Min(_left, buffer.Length);
            _left -= count;
            return ValueTask.FromResult(count);
        }
    }
}
