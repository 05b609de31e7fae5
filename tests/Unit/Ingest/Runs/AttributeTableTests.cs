using System.Text;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Ingest.Runs;

public class AttributeTableTests
{
    [Fact]
    public void Finds_each_of_many_attributes_and_what_it_remembers_of_it()
    {
        const int count = 5_000;
        var (table, twin) = (new AttributeTable(), new AttributeTable());
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(i, table.Add(Path(i), AttributeType.FloatSeries));
            table[i].LastValue = i;
            twin.Add(Path(count - 1 - i), AttributeType.Int);
        }

        Assert.Equal((count, count), (table.Count, table.CountOf(AttributeType.FloatSeries)));
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(i, table.Find(Path(i)));
            Assert.Equal(i, table.Peek(table.Path(i)));
            Assert.Equal((double)i, table[i].LastValue);
            Assert.Equal(AttributeType.Int, twin[twin.Peek(Path(i))].Type);
        }

        Assert.Equal(-1, table.Find(Path(count)));
    }

    static byte[] Path(int i) => Encoding.UTF8.GetBytes($"layers/{i / 90}/norm/rank_{i % 90}");
}
