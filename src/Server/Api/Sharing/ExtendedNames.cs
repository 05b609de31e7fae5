using System.Text.RegularExpressions;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>Reads filters of names as the web app writes them: <c> &amp; </c>, <c> | </c> and <c>!</c> between regular
/// expressions.</summary>
static partial class ExtendedNames
{
    /// <returns>None where it filters by nothing.</returns>
    public static NameFilter.Alternative[] Read(string text) =>
    [
        .. Or().Split(text).Select(alternative =>
        {
            var terms = And().Split(alternative).Select(term => term.Trim()).Where(term => term.Length > 0)
                .ToLookup(term => term[0] == '!');
            return new NameFilter.Alternative(
                [.. terms[false]], [.. terms[true].Select(term => term[1..].Trim()).Where(term => term.Length > 0)]);
        }).Where(one => one.MustMatch.Count + one.MustNotMatch.Count > 0),
    ];

    [GeneratedRegex(@"\s+\|\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Or();

    [GeneratedRegex(@"\s+&\s+", RegexOptions.NonBacktracking)]
    private static partial Regex And();
}
