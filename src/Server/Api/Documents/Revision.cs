using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace NeptuneAlt.Server.Api.Documents;

/// <summary>The revision of a document as HTTP tells it: an ETag that is a number.</summary>
static class Revision
{
    const string Cure =
        "Send the revision that you changed in quotes, as the ETag of the document has it: If-Match: \"3\"; or * to overwrite whichever is there. A page that was open during an upgrade has to be reloaded.";

    /// <summary>The revision that a request wants to change.</summary>
    /// <returns><c>null</c>: whichever is there.</returns>
    /// <exception cref="BadRequestException">The header is missing, or something else.</exception>
    public static long? Expected(string? ifMatch)
    {
        if (string.IsNullOrWhiteSpace(ifMatch))
            throw new BadRequestException($"The header If-Match is missing. {Cure}")
            {
                Status = StatusCodes.Status428PreconditionRequired,
            };
        if (ifMatch.Trim() == "*") return null;

        // Proxies that compress make tags weak.
        return EntityTagHeaderValue.TryParse(ifMatch, out var tag)
            && long.TryParse(
                HeaderUtilities.RemoveQuotes(tag.Tag), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : throw new BadRequestException($"The header If-Match is not a revision. {Cure}");
    }

    /// <summary>Tells the revision that an answer holds.</summary>
    public static void Tell(HttpResponse response, long revision) =>
        response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");
}
