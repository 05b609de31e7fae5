namespace NeptuneAlt.Server.Api.Description;

/// <summary>Adds an endpoint's part of the API description.</summary>
static class EndpointDescription
{
    const string Json = "application/json";

    /// <param name="operation">Neptune's name of the operation, or ours; unlike any other.</param>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string operation, string summary) =>
        route.WithName(operation).WithSummary(summary).ProducesError();

    /// <summary>The JSON that the request holds, where the handler reads it by itself.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route)
        where T : notnull => route.Accepts<T>(Json);

    /// <summary>The JSON that the request holds, of which the handler keeps all, also what the type does not name.</summary>
    public static RouteHandlerBuilder TakesWhole<T>(this RouteHandlerBuilder route)
        where T : notnull => route.Takes<T>().WithMetadata(WholeJson.Instance);

    /// <summary>The JSON of the answer.</summary>
    public static RouteHandlerBuilder Gives<T>(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK) =>
        route.Produces<T>(status, Json);

    static RouteHandlerBuilder ProducesError(this RouteHandlerBuilder route) => route.WithMetadata(
        new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(ApiError), [Json]));
}
