namespace Weir.Kernel.Wire;

/// <summary>Where a request goes: an API, an operation of it, and the encoding it speaks.</summary>
internal sealed record Route
{
    private static readonly Dictionary<string, string> NoLabels = [];

    public required WireProtocol Protocol { get; init; }

    /// <summary>The service's signing name, as the request or its API says.</summary>
    public required string Service { get; init; }

    /// <summary>The operation as the request names it, for logs and errors.</summary>
    public required string OperationName { get; init; }

    /// <summary>Null when no module serves it.</summary>
    public ServiceApi? Api { get; init; }

    /// <summary>Null when the API has no such operation.</summary>
    public OperationSchema? Operation { get; init; }

    /// <summary>The path's labels, decoded.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = NoLabels;

    /// <summary>The parameters of a Query request.</summary>
    public TreeNode? Form { get; init; }
}
