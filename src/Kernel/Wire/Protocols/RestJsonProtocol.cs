using Weir.Kernel.Core;
using Weir.Kernel.Identity.Signatures;

namespace Weir.Kernel.Wire;

/// <summary>REST-JSON: Lambda, IoT, Glue's newer neighbours.</summary>
internal class RestJsonProtocol : RestProtocol
{
    public static RestJsonProtocol Instance { get; } = new();

    public override ErrorFamily ErrorFamily => ErrorFamily.RestJson;

    protected override string DocumentType => "application/json";

    /// <summary>What a function or a shadow answers is JSON.</summary>
    protected override string BytesType => "application/json";

    protected override string EventType => "application/json";

    public override async ValueTask WriteErrorAsync(Exchange exchange, ServiceException error)
    {
        exchange.Http.Response.Headers["x-amzn-ErrorType"] = error.Code;
        using var body = new PooledBuffer();
        JsonBodies.WriteError(body, error, withType: false);
        await SendAsync(exchange, body, DocumentType);
    }

    protected override void EncodeEvent(IShape shape, PooledBuffer payload) => JsonBodies.Write(shape, payload);

    protected override ShapeReader BodyReader(Exchange exchange, MissingMembers missing) =>
        new JsonShapeReader(exchange.BodyArray, exchange.Body.Length, missing);

    protected override RestShapeWriter WriteDocument(Exchange exchange, IShape response, ShapeSchema schema, PooledBuffer body)
    {
        using var json = new JsonShapeWriter(body);
        var rest = new RestShapeWriter(exchange.Http.Response, json, schema.Payload);
        if (schema.Payload is null && HasBodyMembers(schema))
        {
            json.WriteRoot(() => response.Write(rest));
        }
        else
        {
            response.Write(rest);
            if (rest.PayloadShape is { } payload)
            {
                json.WriteRoot(payload);
            }
        }

        if (rest.Events is not null)
        {
            body.Clear();
        }

        return rest;
    }
}
