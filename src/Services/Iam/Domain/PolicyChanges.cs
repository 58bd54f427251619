using Weir.Kernel.Identity;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Domain;

/// <summary>Changes to a customer managed policy of the caller's account.</summary>
internal sealed class PolicyChanges(IamStore iam)
{
    public async ValueTask<ManagedPolicy> ChangeAsync(
        CallContext call, string arn, Func<ManagedPolicy, ManagedPolicy> change, CancellationToken cancellationToken)
    {
        if (AwsManagedPolicies.IsAwsArn(arn))
        {
            throw IamErrors.NotYours(arn);
        }

        return await iam.WriteAsync(
            state =>
            {
                var changed = change(iam.RequirePolicy(state, arn));
                iam.PutPolicy(state, call.Account, changed);
                return changed;
            },
            cancellationToken);
    }
}
