using Weir.Kernel.Core;

namespace Weir.Services.Sts;

/// <summary>Every error a caller of STS can see.</summary>
internal static class StsErrors
{
    public static ServiceException NotAuthorized(string caller, string action, string role) =>
        new("AccessDenied", $"User: {caller} is not authorized to perform: {action} on resource: {role}", 403);

    public static ServiceException SessionMayNot(string operation) =>
        new("AccessDenied", $"Cannot call {operation} with session credentials", 403);

    public static ServiceException NoMfa() =>
        new("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.", 403);

    public static ServiceException Invalid(string member, object value, string constraint) => new(
        "ValidationError", $"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {constraint}");

    public static ServiceException Invalid(string message) => new("ValidationError", message);

    public static ServiceException Malformed(string message) => new("MalformedPolicyDocument", message);

    public static ServiceException PolicyTooLarge() =>
        new("PackedPolicyTooLarge", $"The session policy has more than {StsLimits.PolicyLettersMax} characters.");

    public static ServiceException NotBuilt(string member) =>
        new("NotImplemented", $"The parameter {member} of AssumeRole is not implemented.", 501);
}
