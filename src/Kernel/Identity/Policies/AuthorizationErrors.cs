using Weir.Kernel.Core;

namespace Weir.Kernel.Identity.Policies;

/// <summary>The access-denied error of each service, with the sentence AWS writes.</summary>
internal static class AuthorizationErrors
{
    public static ServiceException Denied(Caller caller, AuthorizationRequest request, PolicyDecision decision)
    {
        var service = request.Action[..Math.Max(0, request.Action.IndexOf(':', StringComparison.Ordinal))];
        var (code, status) = service switch
        {
            "s3" or "iam" or "sts" or "sns" => ("AccessDenied", 403),
            "lambda" or "iot" or "es" or "execute-api" or "sqs" => ("AccessDeniedException", 403),
            _ => ("AccessDeniedException", 400),
        };
        var message = caller.Kind == CallerKind.Anonymous && service == "s3" ? "Access Denied" : Sentence(caller, request, decision);
        return new(code, message, status) { QueryCode = service == "sqs" ? "AccessDenied" : null };
    }

    private static string Sentence(Caller caller, AuthorizationRequest request, PolicyDecision decision) =>
        $"User: {caller.Arn} is not authorized to perform: {request.Action} on resource: {request.Resource} {Because(request, decision)}";

    private static string Because(AuthorizationRequest request, PolicyDecision decision) => decision.Reason switch
    {
        DecisionReason.DeniedByIdentityPolicy => "with an explicit deny in an identity-based policy",
        DecisionReason.DeniedByResourcePolicy => "with an explicit deny in a resource-based policy",
        DecisionReason.DeniedBySessionPolicy => "with an explicit deny in a session policy",
        DecisionReason.DeniedByBoundary => "with an explicit deny in a permissions boundary",
        DecisionReason.NoIdentityPolicy => $"because no identity-based policy allows the {request.Action} action",
        DecisionReason.NoResourcePolicy => $"because no resource-based policy allows the {request.Action} action",
        DecisionReason.NoSessionPolicy => $"because no session policy allows the {request.Action} action",
        DecisionReason.NoBoundary => $"because no permissions boundary allows the {request.Action} action",
        DecisionReason.Allowed => "",
    };
}
