using Microsoft.AspNetCore.Http;
using Weir.Kernel.Core;
using Weir.Kernel.Identity.Signatures;

namespace Weir.Kernel.Wire;

/// <summary>One way of putting requests, answers and errors on the wire. Stateless.</summary>
internal abstract class WireProtocol
{
    /// <summary>How refusals of a signature are spoken.</summary>
    public abstract ErrorFamily ErrorFamily { get; }

    public abstract IShape ReadRequest(Exchange exchange, MissingMembers missing);

    public abstract ValueTask WriteResponseAsync(Exchange exchange, IShape response);

    public abstract ValueTask WriteErrorAsync(Exchange exchange, ServiceException error);

    /// <summary>The error for a message that is not one of this encoding.</summary>
    public virtual ServiceException Malformed(MalformedMessageException problem) => new("SerializationException", problem.Message);

    /// <summary>The error for members the model requires and the request lacks.</summary>
    public virtual ServiceException Missing(ServiceApi api, IReadOnlyList<string> paths)
    {
        var problems = paths.Select(path => $"Value null at '{path}' failed to satisfy constraint: Member must not be null");
        return new(
            api.ValidationErrorCode,
            $"{paths.Count} validation error{(paths.Count == 1 ? "" : "s")} detected: {string.Join("; ", problems)}");
    }

    public virtual ServiceException Internal() => new("InternalFailure", "The request failed for an internal reason.", 500);

    /// <summary>The one internal reason its caller should know: waiting does not help, making room does.</summary>
    public virtual ServiceException DiskFull() => new(
        "InternalFailure", "There is not enough space left on the server's disk. Nothing that was stored before is affected.", 500);

    protected static async ValueTask SendAsync(Exchange exchange, PooledBuffer body, string contentType)
    {
        var response = exchange.Http.Response;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(exchange.Http.Request.Method))
        {
            await response.Body.WriteAsync(body.Memory, exchange.Aborted);
        }
    }
}
