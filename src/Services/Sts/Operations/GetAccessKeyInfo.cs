using Weir.Kernel.Identity;
using Weir.Kernel.Identity.Signatures;
using Weir.Kernel.Wire;
using Weir.Services.Sts.Model;

namespace Weir.Services.Sts.Operations;

/// <summary>Says to which account an access key belongs.</summary>
internal sealed class GetAccessKeyInfo(IEnumerable<ICredentialSource> sources)
    : IOperation<GetAccessKeyInfoRequest, GetAccessKeyInfoResponse>
{
    public string Resource(CallContext call, GetAccessKeyInfoRequest request) => "*";

    public ValueTask<GetAccessKeyInfoResponse> HandleAsync(
        CallContext call, GetAccessKeyInfoRequest request, CancellationToken cancellationToken)
    {
        var found = sources.Select(source => source.Find(request.AccessKeyId)).FirstOrDefault(credential => credential is not null)
            ?? throw StsErrors.Invalid("accessKeyId", request.AccessKeyId, "Member must be an access key id of this installation");
        return ValueTask.FromResult(new GetAccessKeyInfoResponse { Account = found.Caller.Account });
    }
}
