using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Makes a user.</summary>
internal sealed class CreateUser(IamStore iam, EntityPolicies entities, IdSource ids, TimeProvider clock) : IOperation<CreateUserRequest, CreateUserResponse>
{
    public string Resource(CallContext call, CreateUserRequest request) => iam.Users.ArnOf(call.Account, request.Path ?? "/", request.UserName);

    public async ValueTask<CreateUserResponse> HandleAsync(
        CallContext call, CreateUserRequest request, CancellationToken cancellationToken)
    {
        IamNames.Name("userName", request.UserName, IamLimits.UserNameLettersMax);
        var user = new IamEntity
        {
            Name = request.UserName,
            Path = IamNames.Path(request.Path),
            Id = IamNames.NewId(ids, "AIDA"),
            CreatedSeconds = clock.GetUtcNow().ToUnixTimeSeconds(),
            Boundary = request.PermissionsBoundary,
            Tags = Views.NewTags(request.Tags),
        };
        await iam.WriteAsync(
            state =>
            {
                if (iam.Users.Find(state, call.Account, user.Name) is not null)
                {
                    throw IamErrors.Exists(EntityKind.User, user.Name);
                }

                if (request.PermissionsBoundary is { } boundary)
                {
                    entities.RequireAttachable(state, call.Account, boundary);
                }

                iam.Users.Put(state, call.Account, user);
                return true;
            },
            cancellationToken);
        return new() { User = Views.User(iam.Users, call.Account, user) };
    }
}
