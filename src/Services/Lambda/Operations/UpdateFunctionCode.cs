using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Operations;

/// <summary>Replaces a function's code.</summary>
internal sealed class UpdateFunctionCode(FunctionResolver resolver, FunctionChanges changes, CodeSources sources, FunctionAccess access)
    : IOperation<UpdateFunctionCodeRequest, UpdateFunctionCodeResponse>
{
    public string Resource(CallContext call, UpdateFunctionCodeRequest request) => FunctionAccess.Resource(call, request.FunctionName);

    public string? ResourcePolicy(CallContext call, UpdateFunctionCodeRequest request) => access.Policy(call, request.FunctionName);

    public async ValueTask<UpdateFunctionCodeResponse> HandleAsync(
        CallContext call, UpdateFunctionCodeRequest request, CancellationToken cancellationToken)
    {
        var name = FunctionRef.Parse(call, request.FunctionName);
        var target = resolver.Resolve(name);
        if (request.ImageUri is not null || request.S3ObjectVersion is not null)
        {
            throw LambdaErrors.NotBuilt(request.ImageUri is not null ? "ImageUri" : "S3ObjectVersion");
        }

        FunctionChanges.RequireRevision(request.RevisionId, target.Function.Latest.RevisionId);
        var stored = await sources.StoreAsync(call, request.ZipFile, request.S3Bucket, request.S3Key, cancellationToken);
        var wanted = WithCode(target.Function.Latest, stored.Hash, stored.Size, request);
        if (request.DryRun == true)
        {
            return Views.Configuration(target.Function, wanted, isQualified: false).To<UpdateFunctionCodeResponse>();
        }

        var (function, version) = await changes.ChangeLatestAsync(
            name, request.RevisionId, latest => WithCode(latest, stored.Hash, stored.Size, request), request.Publish == true, cancellationToken);
        return Views.Configuration(function, version, isQualified: false).To<UpdateFunctionCodeResponse>();
    }

    private static VersionState WithCode(VersionState latest, string hash, long size, UpdateFunctionCodeRequest request) => latest with
    {
        CodeHash = hash,
        CodeSize = size,
        Architecture = request.Architectures is [var architecture] ? architecture : latest.Architecture,
    };
}
