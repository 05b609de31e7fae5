namespace NeptuneAlt.Store.Reads;

/// <summary>Runs what users ask for: bounded, and with the mistakes that only the engine finds told as such.</summary>
static class Queries
{
    const int CannotCompileRegexp = 427;

    static readonly QueryLimits Bounds = new(ExecutionTimeMax: TimeSpan.FromSeconds(60));

    /// <exception cref="BadQueryException">The user asked for something that cannot be.</exception>
    public static async Task<Columns> RunAsync(
        ClickHouse store, string statement, SqlArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await store.QueryAsync(statement, arguments, cancellationToken, Bounds);
        }
        catch (StoreException exception) when (exception.Code == CannotCompileRegexp)
        {
            throw new BadQueryException(PatternSql.Fault(exception.Message), exception);
        }
        catch (StoreException exception) when (exception.IsLimit)
        {
            throw new BadQueryException($"{exception.Message} Ask for less at a time.", exception);
        }
    }
}
