namespace NeptuneAlt.Server.Api.Http;

/// <summary>Reads bodies that are an HTML form.</summary>
static class FormBody
{
    /// <exception cref="BadRequestException">The body is no form.</exception>
    public static async Task<IFormCollection> ReadAsync(HttpContext context)
    {
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw new BadRequestException("The body is no form, or one of its keys or values is too long.", exception);
        }
    }
}
