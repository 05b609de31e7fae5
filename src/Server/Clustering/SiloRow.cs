using System.Globalization;

namespace NeptuneAlt.Server.Clustering;

/// <summary>A silo's row, as it is stored.</summary>
sealed record SiloRow(
    string Address, int Version, int Status, string SiloName, string HostName, int ProxyPort, string Suspicions,
    DateTime Started, DateTime Alive)
{
    public static SiloRow Of(MembershipEntry entry, int version) => new(
        entry.SiloAddress.ToParsableString(), version, (int)entry.Status, entry.SiloName ?? "", entry.HostName ?? "",
        entry.ProxyPort, string.Join(',', (entry.SuspectTimes ?? []).Select(Write)), Utc(entry.StartTime), Utc(entry.IAmAliveTime));

    public Tuple<MembershipEntry, string> ToEntry() => Tuple.Create(
        new MembershipEntry
        {
            SiloAddress = SiloAddress.FromParsableString(Address),
            Status = (SiloStatus)Status,
            SiloName = SiloName,
            HostName = HostName,
            ProxyPort = ProxyPort,
            SuspectTimes = [.. Suspicions.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Read)],
            StartTime = Utc(Started),
            IAmAliveTime = Utc(Alive),
        },
        Version.ToString(CultureInfo.InvariantCulture));

    static string Write(Tuple<SiloAddress, DateTime> suspicion) => string.Create(
        CultureInfo.InvariantCulture, $"{suspicion.Item1.ToParsableString()}/{suspicion.Item2.Ticks}");

    static Tuple<SiloAddress, DateTime> Read(string text)
    {
        var slash = text.LastIndexOf('/');
        return Tuple.Create(
            SiloAddress.FromParsableString(text[..slash]),
            new DateTime(long.Parse(text.AsSpan(slash + 1), CultureInfo.InvariantCulture), DateTimeKind.Utc));
    }

    static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
