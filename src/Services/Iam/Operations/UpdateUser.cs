using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Renames or moves a user; its keys and policies stay with it.</summary>
internal sealed class UpdateUser(IamStore iam) : IOperation<UpdateUserRequest, UpdateUserResponse>
{
    public string Resource(CallContext call, UpdateUserRequest request) => iam.Users.ArnOf(iam.State, call.Account, request.UserName);

    public async ValueTask<UpdateUserResponse> HandleAsync(
        CallContext call, UpdateUserRequest request, CancellationToken cancellationToken)
    {
        var name = request.NewUserName is { } wanted ? IamNames.Name("newUserName", wanted, IamLimits.UserNameLettersMax) : null;
        var path = request.NewPath is { } stated ? IamNames.Path(stated) : null;
        await iam.WriteAsync(
            state =>
            {
                var user = iam.Users.Require(state, call.Account, request.UserName);
                var changed = user with { Name = name ?? user.Name, Path = path ?? user.Path };
                var isRenamed = !changed.Name.Equals(user.Name, StringComparison.OrdinalIgnoreCase);
                if (isRenamed && iam.Users.Find(state, call.Account, changed.Name) is not null)
                {
                    throw IamErrors.Exists(EntityKind.User, changed.Name);
                }

                iam.Users.Delete(state, call.Account, user.Name);
                iam.Users.Put(state, call.Account, changed);
                foreach (var key in user.Keys)
                {
                    iam.PutKeyOwner(state, key.AccessKeyId, new(call.Account, changed.Name));
                }

                return true;
            },
            cancellationToken);
        return new();
    }
}
