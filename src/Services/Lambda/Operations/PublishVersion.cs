using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Operations;

/// <summary>Freezes $LATEST under the next number.</summary>
internal sealed class PublishVersion(FunctionTable functions, FunctionChanges changes, FunctionAccess access)
    : IOperation<PublishVersionRequest, PublishVersionResponse>
{
    public string Resource(CallContext call, PublishVersionRequest request) => FunctionAccess.Resource(call, request.FunctionName);

    public string? ResourcePolicy(CallContext call, PublishVersionRequest request) => access.Policy(call, request.FunctionName);

    public async ValueTask<PublishVersionResponse> HandleAsync(
        CallContext call, PublishVersionRequest request, CancellationToken cancellationToken)
    {
        var name = FunctionRef.Parse(call, request.FunctionName);
        var (function, version) = await functions.Store.WriteAsync(
            state =>
            {
                var before = functions.Require(state, name.Account, name.Region, name.Name);
                FunctionChanges.RequireRevision(request.RevisionId, before.Latest.RevisionId);
                var hash = Convert.ToBase64String(Convert.FromHexString(before.Latest.CodeHash));
                if (!string.IsNullOrEmpty(request.CodeSha256) && request.CodeSha256 != hash)
                {
                    throw LambdaErrors.InvalidParameter(
                        $"CodeSHA256 ({request.CodeSha256}) is different from current CodeSHA256 in $LATEST ({hash}). Please try again with the CodeSHA256 in $LATEST.");
                }

                return changes.Publish(state, before, request.Description);
            },
            cancellationToken);
        return Views.Configuration(function, version, isQualified: true).To<PublishVersionResponse>();
    }
}
