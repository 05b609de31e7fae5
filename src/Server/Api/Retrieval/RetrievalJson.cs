using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NeptuneAlt.Store;

namespace NeptuneAlt.Server.Api.Retrieval;

/// <summary>Reads request bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SearchBody))]
[JsonSerializable(typeof(IReadOnlyList<MultiSearchBody>), TypeInfoPropertyName = "MultiSearchBodies")]
[JsonSerializable(typeof(AttributesBody))]
[JsonSerializable(typeof(AttributeQueryBody))]
[JsonSerializable(typeof(SeriesBody))]
sealed partial class RetrievalJson : JsonSerializerContext
{
    /// <returns><c>null</c> if there is no body.</returns>
    /// <exception cref="BadQueryException">The body is no such JSON.</exception>
    public static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        if (context.Request.ContentLength == 0) return null;

        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
        }
        catch (JsonException exception)
        {
            throw new BadQueryException($"The body is not the JSON expected here: {exception.Message}", exception);
        }
    }

    /// <exception cref="BadQueryException">The body is no such JSON, or there is none.</exception>
    public static async Task<T> RequireAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class =>
        await ReadAsync(context, type) ?? throw new BadQueryException("The request needs a JSON body.");
}
