using System.Text;
using Microsoft.AspNetCore.Http;

namespace Weir.Kernel.Wire;

/// <summary>Finds the operation a request is for: by signature scope, target, Query action, host, path.</summary>
internal sealed class Router(ApiCatalog catalog)
{
    private const string Form = "application/x-www-form-urlencoded";

    public async ValueTask<Route> RouteAsync(Exchange exchange)
    {
        var request = exchange.Http.Request;
        var service = SignatureScope.ServiceOf(request.Headers.Authorization, exchange.Query);
        if (request.Headers.TryGetValue("X-Amz-Target", out var target))
        {
            return ByTarget(service, target.ToString(), request.ContentType);
        }

        if (MaySpeakQuery(service) && (IsForm(request) || exchange.Query.Has("Action")))
        {
            return await ByFormAsync(exchange, service);
        }

        return ByAddress(exchange, service);
    }

    private Route ByTarget(string service, string target, string? contentType)
    {
        var dot = target.LastIndexOf('.');
        var name = target[(dot + 1)..];
        var api = catalog.ByTarget(dot < 0 ? "" : target[..dot]);
        return new()
        {
            Protocol = JsonProtocol.Of(contentType, api),
            Service = api?.SigningName ?? service,
            OperationName = name,
            Api = api,
            Operation = api?.Find(name),
        };
    }

    private bool MaySpeakQuery(string service)
    {
        var apis = catalog.BySigningName(service);
        return apis.Count == 0 ? service != "s3" : apis.Any(SpeaksQuery);
    }

    private async ValueTask<Route> ByFormAsync(Exchange exchange, string service)
    {
        if (IsForm(exchange.Http.Request))
        {
            await exchange.ReadBodyAsync(WireLimits.QueryBodyBytesMax);
        }

        var body = QueryParameters.Parse(Encoding.UTF8.GetString(exchange.Body.Span), WireLimits.FormFieldsMax);
        var form = QueryForm.Tree(body.All.Concat(exchange.Query.All));
        var action = form.Find("Action")?.Text ?? "";
        var api = service.Length == 0
            ? catalog.ByQuery(form.Find("Version")?.Text, action)
            : catalog.BySigningName(service).FirstOrDefault(SpeaksQuery);
        return new()
        {
            Protocol = QueryProtocol.Instance,
            Service = api?.SigningName ?? service,
            OperationName = action,
            Api = api,
            Operation = api?.Find(action),
            Form = form,
        };
    }

    private Route ByAddress(Exchange exchange, string service)
    {
        var request = exchange.Http.Request;
        var apis = catalog.BySigningName(service.Length == 0 ? "s3" : service);
        var isOtherwiseAuthorized = service.Length == 0 && request.Headers.Authorization.Count > 0;
        foreach (var api in isOtherwiseAuthorized ? catalog.WithErrorObject.Concat(apis) : apis)
        {
            if (api.Protocol is not (ApiProtocol.RestJson or ApiProtocol.RestXml))
            {
                continue;
            }

            var path = api.SigningName == "s3" && BucketHost.BucketOf(request.Host.Host) is { } bucket
                ? $"/{bucket}{exchange.RawPath}"
                : exchange.RawPath;
            if (catalog.TableOf(api).Find(request.Method, path, exchange.Query, request.Headers.ContainsKey) is { } found)
            {
                return Rest(api, found.Operation.Name) with { Operation = found.Operation, Labels = found.Labels };
            }
        }

        var name = $"{request.Method} {exchange.RawPath}";
        var other = apis.FirstOrDefault(api => api.HasErrorObject && exchange.RawPath.StartsWith(api.PathPrefix, StringComparison.Ordinal));
        return apis.Count > 0 ? Rest(other ?? apis[0], name) : new()
        {
            Protocol = service is "s3" or "" ? RestXmlProtocol.Instance : RestJsonProtocol.Instance,
            Service = service.Length == 0 ? "s3" : service,
            OperationName = name,
        };
    }

    private static Route Rest(ServiceApi api, string name) => new()
    {
        Protocol = api.Protocol switch
        {
            ApiProtocol.RestXml => RestXmlProtocol.Instance,
            ApiProtocol.RestJson => api.HasErrorObject ? ErrorObjectProtocol.Instance : RestJsonProtocol.Instance,
            ApiProtocol.Query or ApiProtocol.Ec2 => QueryProtocol.Instance,
            ApiProtocol.Json => JsonProtocol.Of(null, api),
        },
        Service = api.SigningName,
        OperationName = name,
        Api = api,
    };

    private static bool SpeaksQuery(ServiceApi api) =>
        api.Protocol is ApiProtocol.Query or ApiProtocol.Ec2 || api.IsQueryCompatible;

    private static bool IsForm(HttpRequest request) =>
        request.ContentType?.StartsWith(Form, StringComparison.OrdinalIgnoreCase) == true;
}
