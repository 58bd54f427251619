using Weir.Kernel.Core;
using Weir.Kernel.Identity.Signatures;

namespace Weir.Kernel.Wire;

/// <summary>The Query protocol: a form in, XML out.</summary>
internal sealed class QueryProtocol : WireProtocol
{
    private const string ContentType = "text/xml";

    public static QueryProtocol Instance { get; } = new();

    public override ErrorFamily ErrorFamily => ErrorFamily.Query;

    public override IShape ReadRequest(Exchange exchange, MissingMembers missing) =>
        exchange.Binding.Read(new QueryShapeReader(exchange.Route!.Form!, missing, exchange.Api.IsQueryCompatible));

    public override async ValueTask WriteResponseAsync(Exchange exchange, IShape response)
    {
        var api = exchange.Api;
        var name = exchange.Schema.Name;
        var wrapper = response.Shape.ResultWrapper
            ?? (api.IsQueryCompatible && response.Shape.Members.Count > 0 ? $"{name}Result" : null);
        using var body = new PooledBuffer();
        var xml = new XmlShapeWriter(body, api.IsQueryCompatible);
        xml.Declaration();
        xml.BeginElement($"{name}Response", api.XmlNamespace);
        if (wrapper is not null)
        {
            xml.BeginElement(wrapper);
        }

        response.Write(xml);
        if (wrapper is not null)
        {
            xml.EndElement(wrapper);
        }

        xml.BeginElement("ResponseMetadata");
        xml.Element("RequestId", exchange.RequestId);
        xml.EndElement("ResponseMetadata");
        xml.EndElement($"{name}Response");
        await SendAsync(exchange, body, ContentType);
    }

    public override async ValueTask WriteErrorAsync(Exchange exchange, ServiceException error)
    {
        using var body = new PooledBuffer();
        var xml = new XmlShapeWriter(body);
        xml.Declaration();
        xml.BeginElement("ErrorResponse", exchange.Route?.Api?.XmlNamespace);
        xml.BeginElement("Error");
        xml.Element("Type", error.IsSenderFault ? "Sender" : "Receiver");
        xml.Element("Code", error.QueryCode ?? error.Code);
        xml.Element("Message", error.Message);
        foreach (var (name, value) in error.Members)
        {
            xml.Element(name, value);
        }

        xml.EndElement("Error");
        xml.Element("RequestId", exchange.RequestId);
        xml.EndElement("ErrorResponse");
        await SendAsync(exchange, body, ContentType);
    }

    public override ServiceException Malformed(MalformedMessageException problem) => problem.Argument is null
        ? new("MalformedInput", problem.Message)
        : new("MalformedInput", $"{problem.Message}: {problem.Value}");

    public override ServiceException Missing(ServiceApi api, IReadOnlyList<string> paths) =>
        api.IsQueryCompatible ? MissingParameter(api, paths) : base.Missing(api, paths);

    /// <summary>SQS, in both its protocols, names the first parameter alone.</summary>
    public static ServiceException MissingParameter(ServiceApi api, IReadOnlyList<string> paths) =>
        new(api.ValidationErrorCode, $"The request must contain the parameter {char.ToUpperInvariant(paths[0][0])}{paths[0][1..]}.")
        {
            QueryCode = "MissingParameter",
        };
}
