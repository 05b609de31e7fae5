using NeptuneAlt.Server.Hosting;


namespace NeptuneAlt.Server.Clustering;

/// <summary>
/// A silo's name tells the others its roles: every reader of the membership table sees the same <c>roles@machine</c>.
/// </summary>
static class SiloNames
{
    public static string New(Roles roles) => $"{RoleNames.Of(roles)}@{Environment.MachineName}";

    /// <summary>Whether a silo of that name owns partitions.</summary>
    public static bool Ingests(string name) =>
        name.Split('@')[0].Split(',').Contains("ingest", StringComparer.Ordinal);
}
