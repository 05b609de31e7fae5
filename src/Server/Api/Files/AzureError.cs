using System.Xml.Linq;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>An error in Azure's form: its SDK goes by the header, people by the XML.</summary>
sealed record AzureError(int Status, string Code, string Message, string? Detail = null)
{
    public static readonly AzureError Expired = new(
        StatusCodes.Status403Forbidden, "AuthenticationFailed", "Server failed to authenticate the request.",
        "Signed expiry time is past. Ask for a new address.");

    public static readonly AzureError WrongSignature = new(
        StatusCodes.Status403Forbidden, "AuthenticationFailed", "Server failed to authenticate the request.",
        "The signature is not one of this server for this file. Ask for a new address.");

    public static readonly AzureError Revoked = new(
        StatusCodes.Status403Forbidden, "AuthenticationFailed", "Server failed to authenticate the request.",
        "The API token or session that the address was given to has ended.");

    public static readonly AzureError BlobNotFound = new(
        StatusCodes.Status404NotFound, "BlobNotFound", "The specified blob does not exist.");

    public static readonly AzureError ConditionNotMet = new(
        StatusCodes.Status412PreconditionFailed, "ConditionNotMet",
        "The file has changed since it was first asked for.");

    public static readonly AzureError InvalidRange = new(
        StatusCodes.Status416RangeNotSatisfiable, "InvalidRange", "The range lies outside of the file.");

    public static readonly AzureError MissingContentLength = new(
        StatusCodes.Status411LengthRequired, "MissingContentLengthHeader", "Content-Length is missing.");

    public static readonly AzureError RequestBodyTooLarge = new(
        StatusCodes.Status413PayloadTooLarge, "RequestBodyTooLarge", "The file is larger than this server takes.");

    public static readonly AzureError InvalidBlockList = new(
        StatusCodes.Status400BadRequest, "InvalidBlockList",
        "The list of blocks is malformed, names a block that is not there, or makes too large a file.");

    public static readonly AzureError InvalidQuery = new(
        StatusCodes.Status400BadRequest, "InvalidQueryParameterValue", "Only blobs, blocks and block lists are taken.");

    public IResult ToResult(HttpContext context)
    {
        context.Response.Headers["x-ms-error-code"] = Code;
        var error = new XElement("Error", new XElement("Code", Code), new XElement("Message", Message));
        if (Detail is not null) error.Add(new XElement("AuthenticationErrorDetail", Detail));
        return Results.Content(error.ToString(SaveOptions.DisableFormatting), "application/xml", null, Status);
    }
}
