namespace NeptuneAlt.Server.Clustering;

/// <param name="ConnectionString">In Npgsql's form. The tables are made where its search path points.</param>
sealed record PostgresClusteringOptions(string ConnectionString);

/// <summary>Registers the cluster's membership in PostgreSQL.</summary>
static class PostgresClustering
{
    public static ISiloBuilder UsePostgresClustering(this ISiloBuilder silo, string connectionString)
    {
        silo.Services.AddSingleton(new PostgresClusteringOptions(connectionString));
        silo.Services.AddSingleton<IMembershipTable, PostgresMembershipTable>();
        return silo;
    }
}
