using Microsoft.AspNetCore.Http;
using Weir.Kernel.Core;
using Weir.Kernel.Identity.Signatures;

namespace Weir.Kernel.Wire;

/// <summary>REST-XML as S3 speaks it.</summary>
internal sealed class RestXmlProtocol : RestProtocol
{
    public static RestXmlProtocol Instance { get; } = new();

    public override ErrorFamily ErrorFamily => ErrorFamily.S3;

    protected override string DocumentType => "application/xml";

    protected override string BytesType => "application/octet-stream";

    protected override string EventType => "text/xml";

    public override async ValueTask WriteErrorAsync(Exchange exchange, ServiceException error)
    {
        var response = exchange.Http.Response;
        if (error.HttpStatus == StatusCodes.Status304NotModified)
        {
            // No error but an answer without a body: what would describe one goes into headers.
            foreach (var (name, value) in error.Members)
            {
                response.Headers[name] = value;
            }

            return;
        }

        if (HttpMethods.IsHead(exchange.Http.Request.Method))
        {
            return;
        }

        using var body = new PooledBuffer();
        var xml = new XmlShapeWriter(body);
        xml.Declaration();
        xml.BeginElement("Error");
        xml.Element("Code", error.Code);
        xml.Element("Message", error.Message);
        foreach (var (name, value) in error.Members)
        {
            xml.Element(name, value);
        }

        if (!error.Members.ContainsKey("Resource"))
        {
            xml.Element("Resource", exchange.RawPath);
        }

        xml.Element("RequestId", exchange.RequestId);
        xml.Element("HostId", response.Headers["x-amz-id-2"].ToString());
        xml.EndElement("Error");
        await SendAsync(exchange, body, DocumentType);
    }

    public override ServiceException Malformed(MalformedMessageException problem) => problem.Argument switch
    {
        null => new("MalformedXML", problem.Message),
        "URI" => new("InvalidURI", "Couldn't parse the specified URI."),
        var argument => new("InvalidArgument", problem.Message)
        {
            Members = new Dictionary<string, string>
            {
                ["ArgumentName"] = argument,
                ["ArgumentValue"] = problem.Value ?? "",
            },
        },
    };

    public override ServiceException Missing(ServiceApi api, IReadOnlyList<string> paths) => new(
        "MalformedXML", $"The XML you provided was not well-formed or did not validate against our published schema: {paths[0]} is missing");

    public override ServiceException Internal() =>
        new("InternalError", "We encountered an internal error. Please try again.", 500);

    public override ServiceException DiskFull() => new(
        "InsufficientStorage", "There is not enough space left on the server's disk. Nothing that was stored before is affected.", 507);

    protected override void EncodeEvent(IShape shape, PooledBuffer payload)
    {
        var xml = new XmlShapeWriter(payload);
        xml.BeginElement(shape.Shape.Name);
        shape.Write(xml);
        xml.EndElement(shape.Shape.Name);
    }

    protected override ShapeReader BodyReader(Exchange exchange, MissingMembers missing) =>
        new XmlShapeReader(XmlTree.Read(new MemoryStream(exchange.BodyArray, 0, exchange.Body.Length, writable: false)), missing);

    protected override RestShapeWriter WriteDocument(Exchange exchange, IShape response, ShapeSchema schema, PooledBuffer body)
    {
        var xml = new XmlShapeWriter(body) { IsUnwrapped = schema.IsUnwrapped };
        var rest = new RestShapeWriter(exchange.Http.Response, xml, schema.Payload);
        if (schema.Payload is not null)
        {
            response.Write(rest);
            if (rest.PayloadShape is { } payload)
            {
                var member = schema.Payload;
                xml.Declaration();
                xml.BeginElement(member.WireName, member.XmlNamespace ?? schema.XmlNamespace);
                payload.Write(xml);
                xml.EndElement(member.WireName);
            }

            return rest;
        }

        if (!HasBodyMembers(schema))
        {
            response.Write(rest);
            return rest;
        }

        var root = schema.XmlName ?? schema.Name;
        xml.Declaration();
        xml.BeginElement(root, schema.XmlNamespace);
        response.Write(rest);
        xml.EndElement(root);
        return rest;
    }
}
