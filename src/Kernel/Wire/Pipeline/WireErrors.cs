using Weir.Kernel.Core;
using Weir.Kernel.Identity.Signatures;

namespace Weir.Kernel.Wire;

/// <summary>The errors of the front door itself.</summary>
internal static class WireErrors
{
    public static ServiceException NotImplemented(Route route) => new(
        "NotImplemented",
        $"{(route.Service.Length == 0 ? "This service's" : route.Service)} {route.OperationName} is not implemented by this server.",
        501);

    /// <summary>The API's model has no such operation or address.</summary>
    public static ServiceException Unknown(Route route) => route.Protocol.ErrorFamily switch
    {
        ErrorFamily.S3 => new("MethodNotAllowed", "The specified method is not allowed against this resource.", 405),
        ErrorFamily.Query => new(
            "InvalidAction", $"The action {route.OperationName} is not valid for this web service.", 400),
        ErrorFamily.Json => new("UnknownOperationException", $"{route.Service} has no operation {route.OperationName}", 400),
        ErrorFamily.RestJson => new("UnknownOperationException", $"{route.Service} has no operation at {route.OperationName}", 404),
    };

    public static ServiceException WrongService(ErrorFamily family, string service)
    {
        var message = $"Credential should be scoped to correct service: '{service}'.";
        return family switch
        {
            ErrorFamily.S3 => new("AuthorizationHeaderMalformed", message, 400),
            ErrorFamily.Query => new("SignatureDoesNotMatch", message, 403),
            ErrorFamily.Json => new("InvalidSignatureException", message, 400),
            ErrorFamily.RestJson => new("InvalidSignatureException", message, 403),
        };
    }
}
