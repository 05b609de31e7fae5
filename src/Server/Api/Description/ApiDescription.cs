using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;

namespace NeptuneAlt.Server.Api.Description;

/// <summary>The API as an OpenAPI description, made from the endpoints themselves: all that <see
/// cref="EndpointDescription.Describe"/> names.</summary>
static class ApiDescription
{
    public const string Address = "/openapi/v1.json";

    const string About =
        "Neptune's REST API as this server has it. Log in with an API token: exchange it at "
        + "/api/backend/v1/authorization/oauth-token and send the access token as bearer. Errors are of the form ApiError. "
        + "Ingestion and the calls under /proto speak protobuf and are not described here.";

    const string Others = "server";

    static readonly Dictionary<string, string> Services = new()
    {
        ["/api/leaderboard/"] = "retrieval", ["/api/backend/"] = "backend", ["/api/storagebridge/"] = "storage-bridge",
    };

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.ShouldInclude = endpoint =>
            endpoint.ActionDescriptor.EndpointMetadata.OfType<EndpointNameMetadata>().Any();
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "NeptuneAlt", Version = "v1", Description = About };
            document.Servers = [];
            Tag(document);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Describe(schema, context.JsonTypeInfo, context.JsonPropertyInfo);
            return Task.CompletedTask;
        });
    });

    public static void MapApiDescription(this IEndpointRouteBuilder routes) =>
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();

    /// <summary>Grouped by the service that Neptune has for the endpoint.</summary>
    static void Tag(OpenApiDocument document)
    {
        document.Tags = Services.Values.Append(Others).Select(name => new OpenApiTag { Name = name }).ToHashSet();
        foreach (var (path, item) in document.Paths)
        {
            var service = Services.FirstOrDefault(one => path.StartsWith(one.Key, StringComparison.Ordinal)).Value ?? Others;
            foreach (var operation in item.Operations?.Values.AsEnumerable() ?? [])
                operation.Tags = new HashSet<OpenApiTagReference> { new(service, document) };
        }
    }

    static void Describe(OpenApiSchema schema, JsonTypeInfo type, JsonPropertyInfo? property)
    {
        // Numbers are also accepted as texts, but the description should not suggest it.
        if (schema.Type is { } kind && kind.HasFlag(JsonSchemaType.String)
            && (kind & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
        {
            schema.Type = kind & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        if (property is not null && MayBeNoNumber(property))
        {
            schema.Type = AlsoText(schema.Type);
            if (schema.Items is OpenApiSchema item) item.Type = AlsoText(item.Type);
        }

        // A property that may be null may also be left out.
        foreach (var one in type.Properties.Where(one => one.IsGetNullable)) schema.Required?.Remove(one.Name);
        if (property?.AttributeProvider?.GetCustomAttributes(typeof(OneOfAttribute), true) is [OneOfAttribute values])
            schema.Enum = [.. values.Values.Select(value => JsonValue.Create(value))];
    }

    static bool MayBeNoNumber(JsonPropertyInfo property) =>
        (property.NumberHandling ?? property.DeclaringType.GetCustomAttribute<JsonNumberHandlingAttribute>()?.Handling)
            ?.HasFlag(JsonNumberHandling.AllowNamedFloatingPointLiterals) == true;

    /// <summary>JSON has no NaN and no infinities: these come as texts.</summary>
    static JsonSchemaType? AlsoText(JsonSchemaType? type) =>
        type?.HasFlag(JsonSchemaType.Number) == true ? type | JsonSchemaType.String : type;
}

/// <summary>The texts that a property may hold.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
class OneOfAttribute(params string[] values) : Attribute
{
    public IReadOnlyList<string> Values => values;
}
