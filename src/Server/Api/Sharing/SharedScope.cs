using System.Globalization;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>All that may be read by a link at this moment.</summary>
/// <param name="Settings">Of the project's charts, which the board inherits: JSON, or <c>null</c>.</param>
sealed record SharedScope(
    PublicLink Link, DashboardVersion Version, SharedBoard Board, string? Settings, IReadOnlyList<SharedSet> Sets)
{
    /// <summary>The set that a project or a run is named by.</summary>
    /// <exception cref="BadRequestException">There is none of that name.</exception>
    public SharedSet Set(string? identifier)
    {
        var isShared = identifier?.StartsWith(SharedSet.Prefix, StringComparison.Ordinal) == true;
        var rest = isShared ? identifier![SharedSet.Prefix.Length..] : ""; // it begins so
        var place = rest.Split('/', 2)[0];
        var isPlace = place.Length is > 0 and < 4 && place.All(char.IsAsciiDigit);
        var at = isPlace ? int.Parse(place, CultureInfo.InvariantCulture) : Sets.Count;
        return at < Sets.Count ? Sets[at] : throw SharedSet.Refused("This project");
    }

    public int PlaceOf(SharedSet set) => Enumerable.Range(0, Sets.Count).First(at => ReferenceEquals(Sets[at], set));

    /// <summary>The set and the run that an identifier such as <c>shared/0/RUN-1</c> names.</summary>
    /// <exception cref="BadRequestException">It is not shown.</exception>
    public (SharedSet Set, Run Run) Run(string? identifier)
    {
        var set = Set(identifier);
        return identifier!.Split('/', 3) is [_, _, var id] ? (set, set.Run(id)) : throw SharedSet.Refused("This run");
    }
}
