using Microsoft.AspNetCore.Http;

namespace Weir.Kernel.Wire;

/// <summary>What the two REST protocols share: members in path, query and headers, streams, event streams.</summary>
internal abstract class RestProtocol : WireProtocol
{
    protected abstract string DocumentType { get; }

    /// <summary>Of a payload of bytes or text that says no type itself.</summary>
    protected abstract string BytesType { get; }

    public override IShape ReadRequest(Exchange exchange, MissingMembers missing)
    {
        var schema = exchange.Binding.Request;
        var isDocument = schema.Payload is null or { Kind: ShapeKind.Structure };
        var body = isDocument && !exchange.Body.IsEmpty ? BodyReader(exchange, missing) : null;
        var message = new RestMessage
        {
            Labels = exchange.Route!.Labels,
            Query = exchange.Query,
            Headers = exchange.Http.Request.Headers,
            Body = exchange.Body,
            BodyStream = exchange.BodyStream,
        };
        return exchange.Binding.Read(new RestShapeReader(schema, message, body, missing));
    }

    public override async ValueTask WriteResponseAsync(Exchange exchange, IShape response)
    {
        var http = exchange.Http.Response;
        http.StatusCode = exchange.Schema.ResponseStatus;
        using var body = new PooledBuffer();
        var schema = response.Shape;
        var rest = WriteDocument(exchange, response, schema, body);
        if (http.Headers.ContainsKey("Content-Range") && http.StatusCode == StatusCodes.Status200OK)
        {
            http.StatusCode = StatusCodes.Status206PartialContent;
        }

        if (rest.Events is { } events)
        {
            await EventStreams.SendAsync(exchange, events, initial: null, EventType, EncodeEvent);
        }
        else if (rest.PayloadStream is { } stream)
        {
            await SendStreamAsync(exchange, stream);
        }
        else if (rest.PayloadBytes is { } bytes)
        {
            http.ContentType ??= BytesType;
            http.ContentLength = bytes.Length;
            await http.Body.WriteAsync(bytes, exchange.Aborted);
        }
        else if (body.Length > 0)
        {
            await SendAsync(exchange, body, DocumentType);
        }
        else if (!HttpMethods.IsHead(exchange.Http.Request.Method) && http.StatusCode != StatusCodes.Status204NoContent)
        {
            http.ContentLength ??= 0;
        }
    }

    protected abstract string EventType { get; }

    protected abstract void EncodeEvent(IShape shape, PooledBuffer payload);

    protected abstract ShapeReader BodyReader(Exchange exchange, MissingMembers missing);

    /// <summary>Writes headers and, when the answer is a document, its body.</summary>
    protected abstract RestShapeWriter WriteDocument(Exchange exchange, IShape response, ShapeSchema schema, PooledBuffer body);

    /// <summary>True when some member of the answer has its place in the body.</summary>
    protected static bool HasBodyMembers(ShapeSchema schema)
    {
        foreach (var member in schema.Members)
        {
            if (member.Location == MemberLocation.Body)
            {
                return true;
            }
        }

        return false;
    }

    private static async ValueTask SendStreamAsync(Exchange exchange, Stream stream)
    {
        var http = exchange.Http.Response;
        http.ContentType ??= "application/octet-stream";
        await using (stream)
        {
            if (!HttpMethods.IsHead(exchange.Http.Request.Method))
            {
                await stream.CopyToAsync(http.Body, WireLimits.CopyBufferBytes, exchange.Aborted);
            }
        }
    }
}
