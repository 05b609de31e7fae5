using System.Runtime.CompilerServices;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Runs users' queries with bounds, and reports mistakes that only the engine finds as the user's.</summary>
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

    /// <summary>Answers too large to gather, as they come: their reader sets the pace, so time is not bounded.</summary>
    /// <exception cref="BadQueryException">The user asked for something that cannot be.</exception>
    public static async IAsyncEnumerable<Columns> StreamAsync(
        ClickHouse store, string statement, SqlArguments arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var blocks = store.StreamAsync(
            statement, arguments, cancellationToken, new QueryLimits(MemoryBytesMax: MemoryBytesMax), reusesMemory: true)
            .GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await blocks.MoveNextAsync()) yield break;
            }
            catch (StoreException exception) when (exception.IsLimit)
            {
                throw new BadQueryException($"{exception.Message} Ask for less at a time.", exception);
            }

            yield return blocks.Current;
        }
    }

    /// <summary>A statement that is cut at the length limit is a syntax error.</summary>
    static bool IsTooLarge(StoreException exception) => exception.Code is TooDeepAst or TooBigAst or TooDeepRecursion
        || (exception.Code == SyntaxError
            && exception.Message.Contains("Max query size exceeded", StringComparison.Ordinal));
}
