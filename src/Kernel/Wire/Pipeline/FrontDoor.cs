using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;
using Weir.Kernel.Storage;

namespace Weir.Kernel.Wire;

/// <summary>The one door for all AWS requests: an ordered list of steps from bytes to answer.</summary>
/// <remarks>Safe from any thread; nothing is kept between requests.</remarks>
public sealed class FrontDoor
{
    private readonly Func<Exchange, ValueTask>[] _steps;
    private readonly IdSource _ids;
    private readonly TimeProvider _clock;
    private readonly RequestMetrics _metrics;
    private readonly ILogger<FrontDoor> _logger;

    internal FrontDoor(
        Router router, RequestSteps steps, IdSource ids, TimeProvider clock, RequestMetrics metrics, ILogger<FrontDoor> logger)
    {
        (_ids, _clock, _metrics, _logger) = (ids, clock, metrics, logger);
        _steps =
        [
            async exchange => exchange.Route = await router.RouteAsync(exchange),
            RequestSteps.RequireServiceAsync,
            steps.AuthenticateAsync,
            steps.RequireOperationAsync,
            RequestSteps.ReadBodyAsync,
            RequestSteps.DecodeAsync,
            RequestSteps.AuthorizeAsync,
            RequestSteps.HandleAsync,
            RequestSteps.EncodeAsync,
        ];
    }

    public async Task HandleAsync(HttpContext http)
    {
        var started = _clock.GetTimestamp();
        var exchange = new Exchange(http, RequestIds.New(_ids));
        RequestIds.AddHeaders(exchange);
        if (!LoopbackOrigins.Answer(http))
        {
            await RunAsync(exchange);
        }

        Record(exchange, _clock.GetElapsedTime(started));
    }

    private async ValueTask RunAsync(Exchange exchange)
    {
        // Kestrel's own limit is for pages; objects and batches have their services' limits.
        if (exchange.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        if (exchange.Http.Request is { ContentLength: 0, Headers.Expect.Count: > 0 })
        {
            // Nobody asks for a body that is none: the answer comes where "100 Continue" was expected, and the AWS SDK for Python then takes
            // the next answer on the connection for this one's.
            exchange.Http.Response.Headers.Connection = "close";
        }

        try
        {
            foreach (var step in _steps)
            {
                await step(exchange);
            }
        }
        catch (OperationCanceledException) when (exchange.Aborted.IsCancellationRequested)
        {
            // The client hung up: nobody is there to be answered.
            exchange.ErrorCode = "ClientDisconnected";
        }
        catch (Exception problem)
        {
            await FailAsync(exchange, problem);
        }
    }

    private async ValueTask FailAsync(Exchange exchange, Exception problem)
    {
        var protocol = exchange.Route?.Protocol ?? RestXmlProtocol.Instance;
        var error = problem switch
        {
            ServiceException known => known,
            MalformedMessageException malformed => protocol.Malformed(malformed),
            BadHttpRequestException bad => new("BadRequest", bad.Message, bad.StatusCode),
            _ when DurableFiles.IsDiskFull(problem) => protocol.DiskFull(),
            _ => protocol.Internal(),
        };
        exchange.ErrorCode = error.Code;
        if (!error.IsSenderFault && problem is not ServiceException)
        {
            _logger.Failed(problem, exchange.RequestId, exchange.Route?.Service, exchange.Route?.OperationName);
        }

        var response = exchange.Http.Response;
        if (response.HasStarted)
        {
            // Half an answer must not look whole.
            exchange.Http.Abort();
            return;
        }

        try
        {
            response.Clear();
            if (exchange.Http.Request.Headers.Expect.Count > 0)
            {
                // The client may now leave its body out: what comes next on this connection could be taken for it.
                response.Headers.Connection = "close";
            }

            RequestIds.AddHeaders(exchange);
            LoopbackOrigins.AddHeaders(exchange.Http);
            response.StatusCode = error.HttpStatus;
            await protocol.WriteErrorAsync(exchange, error);
        }
        catch (Exception again) when (again is IOException or OperationCanceledException)
        {
            exchange.Http.Abort();
        }
    }

    private void Record(Exchange exchange, TimeSpan took)
    {
        var status = exchange.Http.Response.StatusCode;
        var service = exchange.Route?.Service ?? "";
        var operation = exchange.Route?.Operation?.Name ?? "";
        _metrics.Answered(service, operation, status, took);
        if (exchange.ErrorCode is { } code)
        {
            _logger.Refused(
                exchange.RequestId, service, exchange.Route?.OperationName ?? exchange.RawPath, exchange.Authentication?.Caller.Arn, code, status);
        }
        else
        {
            _logger.Answered(exchange.RequestId, service, operation, status, took.TotalMilliseconds);
        }
    }
}
