namespace NeptuneAlt.Server.Api.StorageBridge;

static class AzureEndpoints
{
    public static string PathOf(FileGrant grant) => $"/storage/{grant.Project}/{grant.PathSegment}";
}
