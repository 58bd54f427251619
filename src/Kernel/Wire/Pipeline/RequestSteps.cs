using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;
using Weir.Kernel.Identity;
using Weir.Kernel.Identity.Bodies;
using Weir.Kernel.Identity.Signatures;

namespace Weir.Kernel.Wire;

/// <summary>The steps between routing and answering, each of which a request must pass.</summary>
internal sealed class RequestSteps(IRequestAuthenticator authenticator, IAuthorizer authorizer, IServiceProvider services)
{
    private readonly ConcurrentDictionary<OperationSchema, object> _operations = new();

    public static ValueTask RequireServiceAsync(Exchange exchange)
    {
        var route = exchange.Route!;
        return route.Api is null ? throw WireErrors.NotImplemented(route) : ValueTask.CompletedTask;
    }

    public async ValueTask AuthenticateAsync(Exchange exchange)
    {
        var request = exchange.Http.Request;
        var isProvenLater = exchange.Route!.Protocol.ErrorFamily == ErrorFamily.S3;
        if (!isProvenLater)
        {
            await exchange.ReadBodyAsync(exchange.Api.BodyBytesMax);
        }

        exchange.Signed = new()
        {
            Method = request.Method,
            RawPath = exchange.RawPath,
            RawQuery = exchange.RawQuery,
            Headers = request.Headers,
            Host = request.Host.Value,
            HostBucket = isProvenLater ? BucketHost.BucketOf(request.Host.Host) : null,
            SourceAddress = exchange.Http.Connection.RemoteIpAddress,
            Body = isProvenLater ? null : new ReadOnlySequence<byte>(exchange.Body),
            Family = exchange.Route.Protocol.ErrorFamily,
            AllowsAnonymous = exchange.Route.Operation?.IsUnsigned ?? false,
        };
        exchange.Authentication = authenticator.Authenticate(exchange.Signed);
        if (exchange.Authentication.Service is { Length: > 0 } signed && !exchange.Api.IsSignedFor(signed))
        {
            throw WireErrors.WrongService(exchange.Route.Protocol.ErrorFamily, exchange.Api.SigningName);
        }

        exchange.Call = new()
        {
            Caller = exchange.Authentication.Caller,
            Region = exchange.Authentication.Region,
            RequestId = exchange.RequestId,
            Authorizer = authorizer,
            SourceAddress = exchange.Http.Connection.RemoteIpAddress,
            UserAgent = request.Headers.UserAgent,
            IsTls = request.IsHttps,
            Endpoint = $"{request.Scheme}://{request.Host.Value}",
        };
    }

    public ValueTask RequireOperationAsync(Exchange exchange)
    {
        var route = exchange.Route!;
        if (route.Operation is null)
        {
            throw WireErrors.Unknown(route);
        }

        if (route.Operation.Binding is not { } binding)
        {
            throw WireErrors.NotImplemented(route);
        }

        exchange.Operation = _operations.GetOrAdd(
            route.Operation, static (_, state) => state.binding.Resolve(state.services), (binding, services));
        return ValueTask.CompletedTask;
    }

    /// <summary>Only S3 comes here with its body still on the wire.</summary>
    public static async ValueTask ReadBodyAsync(Exchange exchange)
    {
        if (exchange.IsBodyRead)
        {
            return;
        }

        var http = exchange.Http;
        var isStreaming = exchange.Binding.Request.Payload?.IsStreaming ?? false;
        if (!isStreaming && http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return;
        }

        var body = RequestBody.Open(
            exchange.Signed!, exchange.Authentication!, http.Request.Body, http.Request.ContentLength);
        http.Response.RegisterForDispose(body);
        if (isStreaming)
        {
            exchange.BodyStream = body;
        }
        else
        {
            await exchange.ReadBodyAsync(body, body.DeclaredLength, WireLimits.S3DocumentBytesMax);
        }
    }

    public static ValueTask DecodeAsync(Exchange exchange)
    {
        var missing = new MissingMembers();
        exchange.Request = exchange.Route!.Protocol.ReadRequest(exchange, missing);
        return missing.Any ? throw exchange.Route.Protocol.Missing(exchange.Api, missing.Paths) : ValueTask.CompletedTask;
    }

    public static ValueTask AuthorizeAsync(Exchange exchange)
    {
        var call = exchange.Call!;
        if (exchange.Binding.Authorization(exchange.Operation!, call, exchange.Request!, exchange.Schema.ActionOf(exchange.Api)) is { } request)
        {
            call.Authorizer.Authorize(call, request);
        }

        return ValueTask.CompletedTask;
    }

    public static async ValueTask HandleAsync(Exchange exchange) =>
        exchange.Response = await exchange.Binding.HandleAsync(
            exchange.Operation!, exchange.Call!, exchange.Request!, exchange.Aborted);

    public static ValueTask EncodeAsync(Exchange exchange) =>
        exchange.Route!.Protocol.WriteResponseAsync(exchange, exchange.Response!);
}
