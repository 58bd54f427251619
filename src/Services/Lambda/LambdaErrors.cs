using Weir.Kernel.Core;

namespace Weir.Services.Lambda;

/// <summary>Every error a caller of Lambda can see.</summary>
internal static class LambdaErrors
{
    private const string RoleNotAssumableMessage = "The role defined for the function cannot be assumed by Lambda.";

    public static ServiceException FunctionNotFound(string arn) => NotFound($"Function not found: {arn}");

    public static ServiceException NotFound(string message) => User("ResourceNotFoundException", message, 404);

    public static ServiceException MappingNotFound() => NotFound("The resource you requested does not exist.");

    public static ServiceException AliasNotFound(string arn) => NotFound($"Cannot find alias arn: {arn}");

    public static ServiceException Conflict(string message) => User("ResourceConflictException", message, 409);

    public static ServiceException InvalidParameter(string message) => User("InvalidParameterValueException", message, 400);

    /// <summary>What AWS has and we have not: refused by name, never ignored.</summary>
    public static ServiceException NotBuilt(string member) => InvalidParameter($"{member} is not built in this platform yet.");

    public static ServiceException Constraint(string value, string member, string constraint) => User(
        "ValidationException",
        $"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {constraint}", 400);

    public static ServiceException InvalidRequestContent(string message) => User("InvalidRequestContentException", message, 400);

    public static ServiceException RequestTooLarge(long bytes, string invocationType, int bytesMax) => User(
        "RequestTooLargeException",
        $"{bytes} byte payload is too large for the {invocationType} invocation type (limit {bytesMax} bytes)", 413);

    public static ServiceException PolicyTooLong() => User(
        "PolicyLengthExceededException", $"The final policy size is bigger than the limit ({LambdaLimits.PolicyBytesMax}).", 400);

    public static ServiceException TooManyRequests(string reason) =>
        new("TooManyRequestsException", "Rate Exceeded.", 429)
        {
            Members = new Dictionary<string, string> { ["Type"] = "User", ["Reason"] = reason },
        };

    public static ServiceException RoleNotAssumable() => InvalidParameter(RoleNotAssumableMessage);

    public static ServiceException PreconditionFailed() => User(
        "PreconditionFailedException",
        "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
        412);

    private static ServiceException User(string code, string message, int status) =>
        new(code, message, status) { Members = new Dictionary<string, string> { ["Type"] = "User" } };
}
