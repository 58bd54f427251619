namespace Weir.Kernel.Wire;

/// <summary>One operation of an API: how it is asked for and, when built, what runs it. Immutable.</summary>
public sealed class OperationSchema(string name)
{
    private string? _action;

    public string Name { get; } = name;

    public string HttpMethod { get; init; } = "POST";

    /// <summary>The model's pattern: <c>/{Bucket}/{Key+}?uploads</c>.</summary>
    public string RequestUri { get; init; } = "/";

    public int ResponseStatus { get; init; } = 200;

    /// <summary>What runs it; null when the operation is not built.</summary>
    public OperationBinding? Binding { get; init; }

    /// <summary>A literal at the host's start, for example <c>data-</c>.</summary>
    public string? HostPrefix { get; init; }

    /// <summary>Query parameters the request must have: they tell operations of one path apart (S3 UploadPart, PutObject).</summary>
    public IReadOnlyList<string> RequiredQuery { get; init; } = [];

    /// <summary>Headers the request must have: they tell operations of one path apart (S3 CopyObject, PutObject).</summary>
    public IReadOnlyList<string> RequiredHeaders { get; init; } = [];

    /// <summary>A newer operation of the same address is preferred.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>The model allows it without a signature.</summary>
    public bool IsUnsigned { get; init; }

    /// <summary>The IAM action: <c>kinesis:PutRecord</c>.</summary>
    internal string ActionOf(ServiceApi api) => _action ??= $"{api.ActionPrefix}:{Name}";
}

/// <summary>How an API's messages are encoded.</summary>
public enum ApiProtocol
{
    Json,
    RestJson,
    Query,
    Ec2,
    RestXml,
}
