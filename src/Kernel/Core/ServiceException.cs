namespace Weir.Kernel.Core;

/// <summary>An error the caller can see; the wire layer writes it in the caller's own protocol.</summary>
/// <param name="code">The service's error code, as the SDKs match it: <c>ResourceNotFoundException</c>.</param>
/// <param name="message">The sentence the caller reads.</param>
/// <param name="httpStatus">The HTTP status; 4xx means the sender is at fault.</param>
public sealed class ServiceException(string code, string message, int httpStatus = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int HttpStatus { get; } = httpStatus;

    /// <summary>Further members of the error's shape, by name: <c>Resource</c>, <c>retryAfterSeconds</c>.</summary>
    public IReadOnlyDictionary<string, string> Members { get; init; } = EmptyMembers;

    /// <summary>The legacy code of the Query protocol where it differs: <c>AWS.SimpleQueueService.NonExistentQueue</c>.</summary>
    public string? QueryCode { get; init; }

    public bool IsSenderFault => HttpStatus < 500;

    private static readonly Dictionary<string, string> EmptyMembers = [];
}
