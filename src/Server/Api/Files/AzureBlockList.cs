using System.Xml;
using System.Xml.Linq;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>The body of Azure's Put Block List: ids of blocks, in order.</summary>
static class AzureBlockList
{
    const int BlocksMax = 50_000; // Azure's own limit
    const int CharactersMax = 16 << 20;

    /// <returns><c>null</c> if it is malformed or too long.</returns>
    public static async Task<IReadOnlyList<string>?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var settings = new XmlReaderSettings
        {
            Async = true, DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = CharactersMax,
        };
        try
        {
            using var reader = XmlReader.Create(body, settings);
            var list = await XDocument.LoadAsync(reader, LoadOptions.None, cancellationToken);
            var ids = list.Root?.Elements().Select(block => block.Value).Take(BlocksMax + 1).ToList();
            return ids?.Count <= BlocksMax ? ids : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
