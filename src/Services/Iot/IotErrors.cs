using Weir.Kernel.Core;

namespace Weir.Services.Iot;

/// <summary>Every error a caller of AWS IoT can see.</summary>
internal static class IotErrors
{
    public static ServiceException NotFound(string what) => new("ResourceNotFoundException", what, 404);

    public static ServiceException Exists(string what, string id, string arn) =>
        new("ResourceAlreadyExistsException", what, 409)
        {
            Members = new Dictionary<string, string> { ["resourceId"] = id, ["resourceArn"] = arn },
        };

    public static ServiceException Invalid(string message) => new("InvalidRequestException", message);

    public static ServiceException SqlParse(string message) => new("SqlParseException", message);

    /// <summary>AWS does not tell whether a rule exists.</summary>
    public static ServiceException RuleUnknown(string rule) =>
        new("UnauthorizedException", $"Access to topic rule '{rule}' was denied", 401);

    public static ServiceException MalformedPolicy(string message) => new("MalformedPolicyException", message);

    public static ServiceException VersionConflict(string name) =>
        new("VersionConflictException", $"The version for {name} does not match the expected version.", 409);

    public static ServiceException VersionsLimit(string policy) => new(
        "VersionsLimitExceededException",
        $"The policy {policy} already has the maximum number of versions ({IotLimits.PolicyVersionsMax})", 409);

    public static ServiceException DeleteConflict(string message) => new("DeleteConflictException", message, 409);

    public static ServiceException CertificateState(string message) => new("CertificateStateException", message, 406);

    public static ServiceException CertificateValidation(string message) => new("CertificateValidationException", message);

    public static ServiceException LimitExceeded(string message) => new("LimitExceededException", message, 410);
}
