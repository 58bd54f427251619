using Weir.Kernel.Core;

namespace Weir.Services.Logs;

/// <summary>Every error a caller of CloudWatch Logs can see.</summary>
internal static class LogsErrors
{
    public static ServiceException GroupNotFound() => new("ResourceNotFoundException", "The specified log group does not exist.");

    public static ServiceException StreamNotFound() => new("ResourceNotFoundException", "The specified log stream does not exist.");

    public static ServiceException GroupExists() => new("ResourceAlreadyExistsException", "The specified log group already exists");

    public static ServiceException StreamExists() => new("ResourceAlreadyExistsException", "The specified log stream already exists");

    public static ServiceException Invalid(string message) => new("InvalidParameterException", message);

    /// <param name="value">What came.</param>
    /// <param name="member">The request's member.</param>
    /// <param name="constraint">As AWS words it: <c>Member must have length less than or equal to 512</c>.</param>
    public static ServiceException Constraint(string value, string member, string constraint) =>
        Invalid($"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {constraint}");

    public static ServiceException PatternNotImplemented(string kind) => new(
        "NotImplemented", $"{kind} filter patterns are not implemented by this server; terms, phrases, ?either and -neither are.", 501);
}
