using System.Text;
using CsCheck;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Ingest.Runs;

public class PathTableTests
{
    // Few parts, so that paths begin alike, are the beginning of others, and come again; some fill the chunks quickly.
    static readonly Gen<string> Part = Gen.OneOf(
        Gen.Const("a"), Gen.Const("ab"), Gen.Const("ranks/00001"), Gen.Const("größe"), Gen.Char['a', 'c'].Array[0, 3].Select(x => new string(x)),
        Gen.Int[60, 400].Select(length => new string('x', length)));

    static readonly Gen<byte[]> Path = Part.Array[1, 4].Select(parts => Encoding.UTF8.GetBytes(string.Join('/', parts)))
        .Where(path => path.Length is > 0 and <= Limits.AttributePathBytesMax);

    [Fact]
    public void Is_what_a_dictionary_is_whatever_comes_after_what()
    {
        Gen.Select(Path, Gen.Int[0, 5]).Array[1, 400].Sample(
            steps =>
            {
                var table = new PathTable();
                var known = new Dictionary<string, int>();
                foreach (var (path, deed) in steps)
                {
                    var expected = known.GetValueOrDefault(Encoding.UTF8.GetString(path), -1);
                    if (deed == 0) table.StartSnapshot();
                    if (deed == 1) Assert.Equal(expected, table.Peek(path));
                    if (deed == 2 && known.Count > 0)
                    {
                        var (some, number) = known.ElementAt(path.Length % known.Count);
                        Assert.Equal(some, Encoding.UTF8.GetString(table.Copy(number)));
                    }

                    Assert.Equal(expected, table.Find(path));
                    if (expected < 0) Assert.Equal(known[Encoding.UTF8.GetString(path)] = known.Count, table.Add(path));
                }

                Assert.Equal(known.Count, table.Count);
                foreach (var (path, number) in known)
                {
                    Assert.Equal(number, table.Peek(Encoding.UTF8.GetBytes(path)));
                    Assert.Equal(path, Encoding.UTF8.GetString(table.Copy(number)));
                }
            },
            iter: 300);
    }

    [Fact]
    public void Finds_each_of_many_over_many_chunks_in_any_order()
    {
        const int count = 20_000;
        var table = new PathTable();
        static byte[] Name(int i) => Encoding.UTF8.GetBytes($"ranks/{i / 500:D5}/layers/{i % 500 / 6:D3}/{new string((char)('a' + i % 7), i % 90)}-{i}");
        for (var i = 0; i < count; i++) Assert.Equal(i, table.Add(Name(i)));
        for (var i = 0; i < count; i++)
        {
            var number = (int)((long)i * 7_919 % count);
            Assert.Equal(number, table.Peek(Name(number)));
            Assert.Equal(number, table.Find(Name(number)));
            Assert.Equal(Name(i), table.Copy(i));
        }

        Assert.Equal(-1, table.Find("ranks/00000"u8));
    }
}
