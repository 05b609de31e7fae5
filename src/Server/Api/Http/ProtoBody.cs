using Google.Protobuf;

namespace NeptuneAlt.Server.Api.Http;

/// <summary>Reads bodies that are a protobuf message.</summary>
static class ProtoBody
{
    /// <exception cref="BadRequestException">The body is no such message.</exception>
    public static T Read<T>(HttpContext context, MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(RequestBody.Of(context).Span);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new BadRequestException("The body is not the protobuf message that this call takes.", exception);
        }
    }
}
