using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Rpc;
using RequestId = NeptuneAlt.Ingest.Status.RequestId;

namespace NeptuneAlt.Server.Api.Ingestion;

/// <summary>What became of ingest requests: the clients ask every second and drop their own copy of what is done.</summary>
/// <remarks>The project that the questions name is not looked at: a request for a project that does not exist has an id
/// too, and is answered with PROJECT_NOT_FOUND.</remarks>
static class StatusEndpoints
{
    const int DetailsDefault = 100;
    const int DetailsMax = 1000;

    public static async Task CheckAsync(HttpContext context, RequestStatuses statuses, CancellationToken cancellationToken)
    {
        var request = ProtoBody.Read(context, RequestIdList.Parser);
        if (Ids(request.Ids, out var ids) is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var answer = new BulkRequestStatus();
        foreach (var outcome in await statuses.CheckAsync(ids, cancellationToken)) answer.Statuses.Add(ToStatus(outcome));
        await IngestEndpoints.WriteAsync(context, answer);
    }

    /// <summary>One request alone, named in the address or in the body.</summary>
    public static async Task CheckOneAsync(
        HttpContext context, string? requestId, RequestStatuses statuses, CancellationToken cancellationToken)
    {
        if (requestId is null)
        {
            var request = ProtoBody.Read(context, StatusCheck.Parser);
            requestId = request.RequestId?.Value ?? "";
        }

        if (Ids([new Wire.Client.RequestId { Value = requestId }], out var ids) is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var outcome = (await statuses.CheckAsync(ids, cancellationToken))[0];
        await IngestEndpoints.WriteAsync(context, ToStatus(outcome));
    }

    public static async Task DetailsAsync(HttpContext context, RequestStatuses statuses, CancellationToken cancellationToken)
    {
        var request = ProtoBody.Read(context, BulkCheckDetail.Parser);
        if (Ids(request.Ids, out var ids) is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var limit = Math.Clamp(request.HasLimit ? request.Limit : DetailsDefault, 1, DetailsMax);
        if (!int.TryParse(request.HasNextCursor ? request.NextCursor : "0", out var after) || after < 0)
        {
            await ApiError.BadRequest("next_cursor is not one that this server gave.").ExecuteAsync(context);
            return;
        }

        var values = await statuses.DetailsAsync(ids, after, limit, cancellationToken);
        var answer = new BulkIngestResultDetail { NextCursor = values.Count == limit ? $"{after + limit}" : "" };
        foreach (var value in values)
            answer.Details.Add(new IngestResultDetail
            {
                RequestId = new Wire.Client.RequestId { Value = value.Request.ToString() },
                Path = value.Path,
                IngestCode = (Wire.Ingest.IngestCode)value.Code,
                ErrorDetail = value.Message,
            });
        await IngestEndpoints.WriteAsync(context, answer);
    }

    static RequestStatus ToStatus(RequestOutcome outcome)
    {
        var status = new RequestStatus();
        if (!outcome.IsDone)
            status.CodeByCount.Add(new RequestStatus.Types.CodeByCount { Code = Code.Unavailable, Count = 1 });
        else if (outcome.Rejected.Count == 0)
            status.CodeByCount.Add(new RequestStatus.Types.CodeByCount { Code = Code.Ok, Count = 1 });
        foreach (var (code, count) in outcome.Rejected)
            status.CodeByCount.Add(new RequestStatus.Types.CodeByCount
            {
                Code = RpcCode(code), Count = count, Detail = (Wire.Ingest.IngestCode)code,
            });
        return status;
    }

    static Code RpcCode(IngestCode code) => code switch
    {
        IngestCode.ProjectNotFound or IngestCode.RunNotFound or IngestCode.RunForkParentNotFound => Code.NotFound,
        IngestCode.RunDuplicate or IngestCode.SeriesPointDuplicate => Code.AlreadyExists,
        IngestCode.Internal => Code.Internal,
        IngestCode.RunConflicting or IngestCode.FieldTypeConflicting => Code.FailedPrecondition,
        _ => Code.InvalidArgument,
    };

    static IResult? Ids(IReadOnlyCollection<Wire.Client.RequestId> asked, out List<RequestId> ids)
    {
        ids = [];
        if (asked.Count > Limits.StatusIdsMax)
            return ApiError.BadRequest($"Ask for at most {Limits.StatusIdsMax} requests at once.", "LIMIT_EXCEEDED");
        foreach (var text in asked)
        {
            if (!RequestId.TryParse(text.Value, out var id))
                return ApiError.BadRequest($"'{text.Value}' is not a request id of this server.");
            ids.Add(id);
        }

        return null;
    }
}
