using NeptuneAlt.Server.Hosting;
using Xunit;

namespace NeptuneAlt.Unit.Server.Hosting;

/// <summary>Origins go into a header, so nothing else may.</summary>
public class EmbedOriginsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("https://Wiki.Example.org", "https://wiki.example.org")]
    [InlineData("https://wiki.example.org/ , http://localhost:8888,https://wiki.example.org", "https://wiki.example.org http://localhost:8888")]
    [InlineData("http://[::1]:80", "http://[::1]")]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example")]
    public void Reads_them(string text, string origins) => Assert.Equal(origins, string.Join(' ', EmbedOrigins.Read(text)));

    [Theory]
    [InlineData("*")]
    [InlineData("https://*.example.org")]
    [InlineData("wiki.example.org")]
    [InlineData("https://wiki.example.org/page")]
    [InlineData("https://wiki.example.org?a")]
    [InlineData("https://ann@wiki.example.org")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html")]
    [InlineData("'self'")]
    [InlineData("https://a.example; script-src *")]
    public void Refuses_what_is_none(string text) => Assert.Throws<StartException>(() => EmbedOrigins.Read(text));
}
