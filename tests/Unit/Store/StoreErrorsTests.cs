using NeptuneAlt.Store;
using Xunit;

namespace NeptuneAlt.Unit.Store;

public sealed class StoreErrorsTests
{
    const string Part = "/data/store/store/ffb/ffb0528d-f290-4e5a-90de-d406761ffa14/all_3_3_1";

    [Theory]
    [InlineData(40, $"Checksum doesn't match: While reading or decompressing {Part}/data.bin (position: 5019): (while reading column value)")]
    [InlineData(39, $"Too large size_compressed_without_checksum: While reading or decompressing {Part}/data.bin (position: 80)")]
    [InlineData(33, $"Cannot read all data: (while reading from part {Part}/data.bin in table neptune.points (ffb0528d))")]
    public void Names_the_file_that_is_damaged(int code, string message)
    {
        var damage = StoreErrors.DamageIn(code, $"Code: {code}. DB::Exception: {message}");

        Assert.NotNull(damage);
        Assert.Equal($"{Part}/data.bin", damage.Place);
        Assert.Contains("all_3_3_1", damage.What, StringComparison.Ordinal);
        Assert.Contains("data.bin", damage.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_table() => Assert.StartsWith(
        "The part all_3_3_1 of the table points cannot be read",
        StoreErrors.DamageIn(40, $"(while reading from part {Part}/ in table neptune.points (ffb0528d) located on disk")!.What,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(241, $"Memory limit exceeded: (while reading from part {Part}/ in table neptune.points (ffb0528d))")]
    [InlineData(394, $"Query was cancelled: While reading or decompressing {Part}/data.bin")]
    [InlineData(153, $"Division by zero: (while reading from part {Part}/ in table neptune.points (ffb0528d))")]
    [InlineData(33, "Cannot read all data. Bytes read: 5. Bytes expected: 8.")]
    public void Takes_nothing_else_for_damage(int code, string message) =>
        Assert.Null(StoreErrors.DamageIn(code, $"Code: {code}. DB::Exception: {message}"));
}
