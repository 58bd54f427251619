using System.Text.Json.Nodes;

namespace Weir.ContractGen;

/// <summary>Writes one API's description: metadata and the table of all its operations.</summary>
internal static class ApiEmitter
{
    public static void Emit(CodeText code, ApiModel api, string className, string service, IReadOnlyCollection<string> built)
    {
        var metadata = api.Metadata;
        code.Line($"/// <summary>{Escape((string)metadata["serviceFullName"]!)}, {(string)metadata["apiVersion"]!}.</summary>");
        code.Open($"internal sealed class {className} : ServiceApi");
        code.Open($"private {className}()");
        code.Close();
        code.Line();
        code.Line($"public static {className} Instance {{ get; }} = new();");
        Property(code, "ModelId", api.Id);
        Property(code, "FullName", (string)metadata["serviceFullName"]!);
        Property(code, "ServiceId", api.ServiceId);
        Property(code, "SigningName", (string?)metadata["signingName"] ?? (string)metadata["endpointPrefix"]!);
        Property(code, "EndpointPrefix", (string)metadata["endpointPrefix"]!);
        Property(code, "ApiVersion", (string)metadata["apiVersion"]!);
        code.Line($"public override ApiProtocol Protocol => ApiProtocol.{Protocol(api)};");
        Property(code, "TargetPrefix", (string?)metadata["targetPrefix"]);
        Property(code, "JsonVersion", (string?)metadata["jsonVersion"]);
        Property(code, "XmlNamespace", (string?)metadata["xmlNamespace"] ?? api.Additions.XmlNamespace);
        Property(code, "ValidationErrorCode", api.Additions.ValidationErrorCode);
        Property(code, "ActionPrefix", api.Additions.ActionPrefix);
        if (api.Additions.SigningAliases.Any())
        {
            var aliases = string.Join(", ", api.Additions.SigningAliases.Select(CodeText.Literal));
            code.Line($"public override IReadOnlyList<string> SigningAliases {{ get; }} = [{aliases}];");
        }

        if (api.Additions.BodyBytesMax is { } bytes)
        {
            code.Line($"public override int BodyBytesMax => {bytes};");
        }

        if (api.Additions.IsQueryCompatible)
        {
            code.Line("public override bool IsQueryCompatible => true;");
        }

        code.Line();
        code.Line("/// <summary>Registers every built operation, each once for the life of the program.</summary>");
        code.Open("public static void AddOperations(IServiceCollection services)");
        foreach (var operation in built)
        {
            code.Line($"services.AddSingleton<global::Weir.Services.{service}.Operations.{operation}>();");
        }

        code.Close();
        code.Line();
        code.Open("protected override OperationSchema[] CreateOperations()");
        code.Open("return new OperationSchema[]");
        foreach (var (name, operation) in api.Operations)
        {
            code.Line(Operation(api, name, operation!.AsObject(), service, built.Contains(name)));
        }

        code.Close("};");
        code.Close();
        code.Close();
    }

    private static string Operation(ApiModel api, string name, JsonObject operation, string service, bool isBuilt)
    {
        var parts = new List<string>();
        if ((string?)operation["http"]?["method"] is { } method)
        {
            parts.Add($"HttpMethod = {CodeText.Literal(method)}");
        }

        if ((string?)operation["http"]?["requestUri"] is { } uri)
        {
            parts.Add($"RequestUri = {CodeText.Literal(uri)}");
        }

        if ((int?)operation["http"]?["responseCode"] is { } status)
        {
            parts.Add($"ResponseStatus = {status}");
        }

        if ((string?)operation["endpoint"]?["hostPrefix"] is { } prefix)
        {
            parts.Add($"HostPrefix = {CodeText.Literal(prefix)}");
        }

        if ((string?)operation["authtype"] == "none")
        {
            parts.Add("IsUnsigned = true");
        }

        if ((bool?)operation["deprecated"] ?? false)
        {
            parts.Add("IsDeprecated = true");
        }

        AddRequired(parts, "RequiredQuery", api, operation, "querystring");
        AddRequired(parts, "RequiredHeaders", api, operation, "header");
        if (isBuilt)
        {
            parts.Add(
                $"Binding = new OperationBinding<global::Weir.Services.{service}.Operations.{name}, {name}Request, {name}Response>()");
        }

        var traits = parts.Count == 0 ? "" : $" {{ {string.Join(", ", parts)} }}";
        return $"new({CodeText.Literal(name)}){traits},";
    }

    private static void AddRequired(List<string> parts, string property, ApiModel api, JsonObject operation, string location)
    {
        var input = operation["input"] is { } use ? api.Resolve(use.AsObject()) : [];
        var names = (input["required"]?.AsArray() ?? [])
            .Select(name => (name: (string)name!, member: api.Resolve(input["members"]![(string)name!]!.AsObject())))
            .Where(each => (string?)each.member["location"] == location)
            .Select(each => CodeText.Literal((string?)each.member["locationName"] ?? each.name))
            .ToList();
        if (names.Count > 0)
        {
            parts.Add($"{property} = [{string.Join(", ", names)}]");
        }
    }

    private static string Protocol(ApiModel api) => api.Protocol switch
    {
        "json" => "Json",
        "rest-json" => "RestJson",
        "query" => "Query",
        "ec2" => "Ec2",
        "rest-xml" => "RestXml",
        var other => throw new GeneratorException($"{api.Id} speaks {other}, which the wire layer does not"),
    };

    private static void Property(CodeText code, string name, string? value)
    {
        if (value is not null)
        {
            code.Line($"public override string {name} => {CodeText.Literal(value)};");
        }
    }

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal);
}
