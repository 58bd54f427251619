using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Domain;

/// <summary>Calls that a delivery stream makes in its owner's role. Asked for anew each time: a role may be changed or deleted.</summary>
internal sealed class RoleSessions(IRoles roles, IAuthorizer authorizer, IdSource ids)
{
    public const string Principal = "firehose.amazonaws.com";

    /// <summary>Null when the role cannot be assumed.</summary>
    public CallContext? TryCall(StreamAddress stream, string roleArn) =>
        roles.Assume(roleArn, Principal, stream.Name) is { } caller
            ? new CallContext
            {
                Caller = caller,
                Region = stream.Region,
                RequestId = ids.NewId(),
                Authorizer = authorizer,
            }
            : null;

    public CallContext Call(StreamAddress stream, string roleArn) =>
        TryCall(stream, roleArn) ?? throw FirehoseErrors.RoleNotAssumable(roleArn);
}
