namespace NeptuneAlt.Server.Hosting;

/// <summary>The roles of a process; by default all.</summary>
[Flags]
public enum Roles
{
    /// <summary>Takes in what clients log, and files; answers status checks.</summary>
    Api = 1,

    /// <summary>Moves partitions of the log into the store.</summary>
    Ingest = 2,

    /// <summary>Answers queries, and serves the web app.</summary>
    Query = 4,

    All = Api | Ingest | Query,
}

static class RoleNames
{
    /// <summary>Reads names such as <c>api,query</c>.</summary>
    /// <exception cref="StartException">A name is unknown, or there is no name.</exception>
    public static Roles Parse(string text)
    {
        var roles = default(Roles);
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            roles |= name switch
            {
                "api" => Roles.Api,
                "ingest" => Roles.Ingest,
                "query" => Roles.Query,
                "all" => Roles.All,
                _ => throw new StartException($"'{name}' is not a role; the roles are api, ingest and query."),
            };
        }

        return roles == default ? throw new StartException("A server has at least one role: api, ingest or query.") : roles;
    }

    /// <summary>As <see cref="Parse"/> reads them.</summary>
    public static string Of(Roles roles) => string.Join(',', new[]
    {
        (Roles.Api, "api"), (Roles.Ingest, "ingest"), (Roles.Query, "query"),
    }.Where(role => roles.HasFlag(role.Item1)).Select(role => role.Item2));
}
