using System.Text;
using NeptuneAlt.Server.Hosting.Commands.Exports;
using Xunit;

namespace NeptuneAlt.Unit.Server.Hosting;

public class FileNamesTests
{
    /// <summary>Digests as Python's hashlib gives them.</summary>
    [Theory]
    [InlineData("org/project", "ea8dfac2f8d8c39c")]
    [InlineData("", "e4a6a0577479b2b4")]
    public void Digests_are_those_of_the_exporter(string text, string digest) =>
        Assert.Equal(digest, Blake2b.Hex(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_digest_is_of_all_blocks() =>
        Assert.Equal("ce59e257881d0c4a", Blake2b.Hex(Encoding.UTF8.GetBytes(new string('ä', 300))));

    [Theory]
    [InlineData("ml-lab/llm-pretrain", "ml-lab_llm-pretrain-c501831d12e27af5")]
    [InlineData("ml-lab/vision.demo", "ml-lab_vision_demo-c8868207af0eff1f")]
    public void Names_are_those_of_the_exporter(string id, string name) => Assert.Equal(name, FileNames.Of(id));

    [Fact]
    public void A_long_id_fits_a_file_system_and_shares_its_name_with_none()
    {
        var name = FileNames.Of(new string('é', 700));

        Assert.InRange(Encoding.UTF8.GetByteCount(name), 100, 200);
        Assert.NotEqual(name, FileNames.Of(new string('é', 701)));
    }

    [Theory]
    [InlineData("a/b", null, "x/y.PNG", "image/png", "run-*/a/b.png")]
    [InlineData("../etc/passwd", null, "x", "text/plain", "run-*/__-*/etc/passwd.txt")]
    [InlineData("a", 1_500_000L, "x.weird", "application/octet-stream", "run-*/a/step_1_500000.weird")]
    [InlineData("a", 10_000_000L, "x", "application/x-unheard-of", "run-*/a/step_10_000000.bin")]
    [InlineData("", null, "x.html", "text/html", "run-*/-*.html")]
    public void Files_stay_below_their_run_and_end_in_what_they_are(string attribute, long? step, string path, string mime, string expected)
    {
        var place = FileNames.OfFile("run", attribute, step, path, mime);

        Assert.Matches("^" + System.Text.RegularExpressions.Regex.Escape(expected).Replace("\\*", "[0-9a-f]{16}", StringComparison.Ordinal) + "$", place);
    }
}
