using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Runs what users ask for: bounded, and with the mistakes that only the engine finds told as such.</summary>
static class Queries
{
    const int CannotCompileRegexp = 427;
    const int SyntaxError = 62;
    const int TooDeepAst = 167, TooBigAst = 168, TooDeepRecursion = 306;

    // Half of what the embedded engine has on a machine of 8 GB: one question leaves room for inserts.
    const long MemoryBytesMax = 1L << 30;

    static readonly QueryLimits Bounds = new(TimeSpan.FromSeconds(60), MemoryBytesMax);

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
        catch (StoreException exception) when (IsTooLarge(exception))
        {
            throw new BadQueryException("The query or the formula is too large. Write it in fewer parts.", exception);
        }
        catch (StoreException exception) when (exception.IsLimit)
        {
            throw new BadQueryException($"{exception.Message} Ask for less at a time.", exception);
        }
    }

    /// <summary>Cut where it may not be longer, a statement is none any more.</summary>
    static bool IsTooLarge(StoreException exception) => exception.Code is TooDeepAst or TooBigAst or TooDeepRecursion
        || (exception.Code == SyntaxError
            && exception.Message.Contains("Max query size exceeded", StringComparison.Ordinal));
}
