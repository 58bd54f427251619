using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sts.Model;

namespace Weir.Services.Sts.Operations;

/// <summary>Says who signed the request; needs no permission.</summary>
internal sealed class GetCallerIdentity : IOperation<GetCallerIdentityRequest, GetCallerIdentityResponse>
{
    public string Resource(CallContext call, GetCallerIdentityRequest request) => "*";

    public ValueTask<GetCallerIdentityResponse> HandleAsync(
        CallContext call, GetCallerIdentityRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new GetCallerIdentityResponse
        {
            UserId = call.Caller.UserId,
            Account = call.Account,
            Arn = call.Caller.Arn,
        });
}
