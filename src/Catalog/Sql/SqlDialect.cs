using System.Text.Json;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>Where the two databases' SQL differs; all other statements are the same text in both.</summary>
/// <param name="ForUpdate">Ends a SELECT whose rows are to be locked until the transaction ends.</param>
/// <param name="Numbers">A subquery with the numbers of the JSON array in the parameter of that name.</param>
/// <param name="Texts">A subquery with the texts of the JSON array in the parameter of that name.</param>
/// <param name="LastNumber">An expression for the highest number that rows of the table ever got; 0 if none did.</param>
public sealed record SqlDialect(
    string ForUpdate, Func<string, string> Numbers, Func<string, string> Texts, Func<string, string> LastNumber)
{
    /// <summary>Value of a parameter for <see cref="Numbers"/>. Numbers beyond the columns' range name nothing and are left
    /// out.</summary>
    public static string List(IEnumerable<ulong> numbers) =>
        JsonSerializer.Serialize(numbers.Where(number => number <= long.MaxValue));

    /// <summary>Value of a parameter for <see cref="Texts"/>.</summary>
    public static string List(IEnumerable<string> texts) => JsonSerializer.Serialize(texts);
}
