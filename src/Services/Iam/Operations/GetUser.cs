using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Shows a user, by default the one who asks.</summary>
internal sealed class GetUser(IamStore iam, EntityPolicies entities, TimeProvider clock) : IOperation<GetUserRequest, GetUserResponse>
{
    public string Resource(CallContext call, GetUserRequest request) => UserNames.ArnOf(entities, call, request.UserName);

    public ValueTask<GetUserResponse> HandleAsync(
        CallContext call, GetUserRequest request, CancellationToken cancellationToken)
    {
        if (request.UserName is null && call.Caller.IsRoot)
        {
            return ValueTask.FromResult(new GetUserResponse { User = Root(call) });
        }

        var user = entities.Require(EntityKind.User, call.Account, UserNames.Of(call, request.UserName));
        return ValueTask.FromResult(new GetUserResponse { User = Views.User(iam.Users, call.Account, user) });
    }

    /// <summary>The root user of an account has its account's number for an id; it was never created.</summary>
    private User Root(CallContext call) => new()
    {
        Path = "/",
        UserName = "root",
        UserId = call.Account,
        Arn = call.Caller.Arn,
        CreateDate = clock.GetUtcNow(),
    };
}
