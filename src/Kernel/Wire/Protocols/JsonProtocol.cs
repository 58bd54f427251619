using System.Text.Json;
using Weir.Kernel.Core;
using Weir.Kernel.Identity.Signatures;

namespace Weir.Kernel.Wire;

/// <summary>JSON 1.0 and 1.1: the operation in <c>X-Amz-Target</c>, everything else in the body.</summary>
internal sealed class JsonProtocol(string contentType) : WireProtocol
{
    private static readonly JsonProtocol Json10 = new("application/x-amz-json-1.0");
    private static readonly JsonProtocol Json11 = new("application/x-amz-json-1.1");

    public override ErrorFamily ErrorFamily => ErrorFamily.Json;

    /// <summary>The encoding that the client used: JSON of either version, or CBOR.</summary>
    public static WireProtocol Of(string? contentType, ServiceApi? api)
    {
        if (contentType?.Contains("cbor", StringComparison.OrdinalIgnoreCase) == true)
        {
            return CborProtocol.Instance;
        }

        var is10 = contentType?.StartsWith("application/x-amz-json-1.0", StringComparison.OrdinalIgnoreCase) == true
            || (contentType?.StartsWith("application/x-amz-json", StringComparison.OrdinalIgnoreCase) != true && api?.JsonVersion == "1.0");
        return is10 ? Json10 : Json11;
    }

    public override IShape ReadRequest(Exchange exchange, MissingMembers missing) =>
        JsonBodies.Read(exchange, exchange.Binding, missing);

    public override async ValueTask WriteResponseAsync(Exchange exchange, IShape response)
    {
        using var body = new PooledBuffer();
        using var writer = new JsonShapeWriter(body);
        writer.WriteRoot(response);
        if (writer.Events is { } events)
        {
            await EventStreams.SendAsync(exchange, events, body.Memory, contentType, JsonBodies.Write);
            return;
        }

        await SendAsync(exchange, body, contentType);
    }

    public override async ValueTask WriteErrorAsync(Exchange exchange, ServiceException error)
    {
        var response = exchange.Http.Response;
        response.Headers["x-amzn-ErrorType"] = error.Code;
        if (exchange.Route?.Api is { IsQueryCompatible: true })
        {
            response.Headers["x-amzn-query-error"] = $"{error.QueryCode ?? error.Code};{(error.IsSenderFault ? "Sender" : "Receiver")}";
        }

        using var body = new PooledBuffer();
        JsonBodies.WriteError(body, error, withType: true);
        await SendAsync(exchange, body, contentType);
    }

    public override ServiceException Missing(ServiceApi api, IReadOnlyList<string> paths) =>
        api.IsQueryCompatible ? QueryProtocol.MissingParameter(api, paths) : base.Missing(api, paths);
}

/// <summary>JSON bodies, which both JSON families share.</summary>
internal static class JsonBodies
{
    public static IShape Read(Exchange exchange, OperationBinding binding, MissingMembers missing)
    {
        if (exchange.Body.IsEmpty)
        {
            return binding.Read(new JsonShapeReader("{}"u8.ToArray(), 2, missing));
        }

        var reader = new JsonShapeReader(exchange.BodyArray, exchange.Body.Length, missing);
        var request = binding.Read(reader);
        reader.RequireEnd();
        return request;
    }

    public static void Write(IShape shape, PooledBuffer body)
    {
        using var writer = new JsonShapeWriter(body);
        writer.WriteRoot(shape);
    }

    public static void WriteError(PooledBuffer body, ServiceException error, bool withType)
    {
        using var json = new Utf8JsonWriter(body, JsonShapeWriter.Options);
        json.WriteStartObject();
        if (withType)
        {
            json.WriteString("__type", error.Code);
        }

        json.WriteString("message", error.Message);
        foreach (var (name, value) in error.Members)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }
}
