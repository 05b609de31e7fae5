using NeptuneAlt.Server.Hosting.Commands;
using Xunit;

namespace NeptuneAlt.Unit.Server.Hosting;

public class HealthTests
{
    [Theory]
    [InlineData("http://0.0.0.0:8400", "http://127.0.0.1:8400/")]
    [InlineData("https://+:8443;http://127.0.0.1:8400", "https://127.0.0.1:8443/")]
    [InlineData("http://[::]:80", "http://127.0.0.1/")]
    [InlineData("http://10.0.0.5:8400", "http://10.0.0.5:8400/")]
    public void Asks_the_first_address_as_it_is_reached_from_here(string urls, string asked) =>
        Assert.Equal(asked, HealthCommand.AddressOf(urls).ToString());
}
