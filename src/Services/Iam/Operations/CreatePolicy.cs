using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Makes a managed policy with its first version.</summary>
internal sealed class CreatePolicy(IamStore iam, IdSource ids, TimeProvider clock) : IOperation<CreatePolicyRequest, CreatePolicyResponse>
{
    public string Resource(CallContext call, CreatePolicyRequest request) => $"arn:aws:iam::{call.Account}:policy{request.Path ?? "/"}{request.PolicyName}";

    public async ValueTask<CreatePolicyResponse> HandleAsync(
        CallContext call, CreatePolicyRequest request, CancellationToken cancellationToken)
    {
        IamNames.Name("policyName", request.PolicyName, IamLimits.PolicyNameLettersMax);
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var path = IamNames.Path(request.Path);
        var policy = new ManagedPolicy
        {
            Name = request.PolicyName,
            Path = path,
            Id = IamNames.NewId(ids, "ANPA"),
            Arn = $"arn:aws:iam::{call.Account}:policy{path}{request.PolicyName}",
            Description = request.Description,
            CreatedSeconds = now,
            UpdatedSeconds = now,
            Versions = [new("v1", Documents.Managed(request.PolicyDocument), now)],
            DefaultVersionId = "v1",
            NextVersion = 2,
            Tags = Views.NewTags(request.Tags),
        };
        await iam.WriteAsync(
            state =>
            {
                if (iam.FindPolicy(state, call.Account, policy.Name) is not null)
                {
                    throw IamErrors.PolicyExists(policy.Name);
                }

                iam.PutPolicy(state, call.Account, policy);
                return true;
            },
            cancellationToken);
        return new() { Policy = Views.Policy(policy, uses: default) };
    }
}
