using System.Text.Json;
using Weir.Kernel.Core;

namespace Weir.Kernel.Wire;

/// <summary>REST-JSON whose errors are <c>{"error": {"message": …, "type": …, "code": status}}</c>.</summary>
internal sealed class ErrorObjectProtocol : RestJsonProtocol
{
    public static new ErrorObjectProtocol Instance { get; } = new();

    public override async ValueTask WriteErrorAsync(Exchange exchange, ServiceException error)
    {
        var told = exchange.Route?.Api?.Told(error) ?? error;
        exchange.Http.Response.StatusCode = told.HttpStatus;
        using var body = new PooledBuffer();
        using (var json = new Utf8JsonWriter(body, JsonShapeWriter.Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("message", told.Message);
            json.WriteString("type", told.Code);
            json.WriteNumber("code", told.HttpStatus);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        await SendAsync(exchange, body, DocumentType);
    }
}
