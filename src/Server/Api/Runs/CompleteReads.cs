using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Store;

namespace NeptuneAlt.Server.Api.Runs;

/// <summary>Keeps back queries that come before the store has what was acknowledged before the start: their answers would lack
/// it. Costs a look at a flag afterwards.</summary>
sealed class CompleteReads(RequestBoard board, TimeProvider time) : IEndpointFilter
{
    static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!board.CatchUp.IsDone) await WaitAsync(context.HttpContext.RequestAborted);
        return await next(context);
    }

    async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await board.CatchUp.Done.WaitAsync(s_timeout, time, cancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new StoreUnavailableException("What was acknowledged before the start is still being stored.", late);
        }
    }
}
