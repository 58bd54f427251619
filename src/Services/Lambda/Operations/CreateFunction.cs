using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Operations;

/// <summary>Makes a function of code and configuration.</summary>
internal sealed class CreateFunction(FunctionTable functions, FunctionChanges changes, CodeSources sources, RoleCalls calls, IdSource ids, TimeProvider clock)
    : IOperation<CreateFunctionRequest, CreateFunctionResponse>
{
    public string Resource(CallContext call, CreateFunctionRequest request) => FunctionAccess.Resource(call, request.FunctionName);

    public async ValueTask<CreateFunctionResponse> HandleAsync(
        CallContext call, CreateFunctionRequest request, CancellationToken cancellationToken)
    {
        var name = FunctionRef.Parse(call, request.FunctionName);
        if (functions.Find(name.Account, name.Region, name.Name) is not null)
        {
            throw LambdaErrors.Conflict($"Function already exist: {name.Name}");
        }

        var settings = Settings.Of(request);
        var latest = SettingRules.Apply(Blank(request), settings);
        calls.RequirePassable(call, request.Role);
        var stored = await sources.StoreAsync(call, request.Code.ZipFile, request.Code.S3Bucket, request.Code.S3Key, cancellationToken);
        latest = latest with { CodeHash = stored.Hash, CodeSize = stored.Size };
        var function = new FunctionState
        {
            Account = name.Account,
            Region = name.Region,
            Name = name.Name,
            Id = ids.NewToken(12),
            Latest = latest,
            Tags = FunctionTags.Add(new Dictionary<string, string>(), request.Tags),
        };
        var (created, version) = await functions.Store.WriteAsync(
            state =>
            {
                if (functions.Find(state, name.Account, name.Region, name.Name) is not null)
                {
                    throw LambdaErrors.Conflict($"Function already exist: {name.Name}");
                }

                functions.Put(state, function);
                return request.Publish == true ? changes.Publish(state, function, null) : (function, latest);
            },
            cancellationToken);
        return Views.Configuration(created, version, isQualified: false).To<CreateFunctionResponse>();
    }

    /// <summary>A version with Lambda's defaults and nothing of the code yet.</summary>
    private VersionState Blank(CreateFunctionRequest request) => new()
    {
        Version = VersionState.LatestName,
        Runtime = request.Runtime ?? throw LambdaErrors.InvalidParameter("Runtime and Handler are mandatory parameters for functions created with deployment packages."),
        Handler = request.Handler ?? throw LambdaErrors.InvalidParameter("Runtime and Handler are mandatory parameters for functions created with deployment packages."),
        Role = request.Role,
        CodeHash = "",
        CodeSize = 0,
        RevisionId = ids.NewId(),
        LastModified = clock.GetUtcNow(),
        Architecture = request.Architectures switch
        {
            null or [] => "x86_64",
            [var one and ("x86_64" or "arm64")] => one,
            var other => throw LambdaErrors.Constraint(
                string.Join(", ", other), "architectures", "Member must satisfy enum value set: [x86_64, arm64], one of them"),
        },
    };
}
