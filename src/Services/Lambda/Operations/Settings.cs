using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>What requests ask of a configuration, in one form; with the names of members that are not built.</summary>
internal static class Settings
{
    public static FunctionSettings Of(CreateFunctionRequest request) => new()
    {
        Runtime = request.Runtime,
        Handler = request.Handler,
        Role = request.Role,
        Description = request.Description,
        TimeoutSeconds = request.Timeout,
        MemoryMegabytes = request.MemorySize,
        StorageMegabytes = request.EphemeralStorage?.Size,
        Environment = request.Environment is { } environment ? environment.Variables ?? new Dictionary<string, string>() : null,
        DeadLetterArn = request.DeadLetterConfig?.TargetArn,
        TracingMode = request.TracingConfig?.Mode,
        LogFormat = request.LoggingConfig?.LogFormat,
        LogGroup = request.LoggingConfig?.LogGroup,
        Unbuilt =
        [
            .. Names(request.VpcConfig, request.Layers, request.FileSystemConfigs, request.ImageConfig, request.KMSKeyArn, request.SnapStart),
            .. Name("PackageType Image", request.PackageType == "Image" || request.Code.ImageUri is not null),
            .. Name("CodeSigningConfigArn", !string.IsNullOrEmpty(request.CodeSigningConfigArn)),
            .. Name("S3ObjectVersion", request.Code.S3ObjectVersion is not null),
        ],
    };

    public static FunctionSettings Of(UpdateFunctionConfigurationRequest request) => new()
    {
        Runtime = request.Runtime,
        Handler = request.Handler,
        Role = request.Role,
        Description = request.Description,
        TimeoutSeconds = request.Timeout,
        MemoryMegabytes = request.MemorySize,
        StorageMegabytes = request.EphemeralStorage?.Size,
        Environment = request.Environment is { } environment ? environment.Variables ?? new Dictionary<string, string>() : null,
        DeadLetterArn = request.DeadLetterConfig is { } deadLetters ? deadLetters.TargetArn ?? "" : null,
        TracingMode = request.TracingConfig?.Mode,
        LogFormat = request.LoggingConfig?.LogFormat,
        LogGroup = request.LoggingConfig?.LogGroup,
        Unbuilt = [.. Names(request.VpcConfig, request.Layers, request.FileSystemConfigs, request.ImageConfig, request.KMSKeyArn, request.SnapStart)],
    };

    private static IEnumerable<string> Names(
        VpcConfig? network, IReadOnlyList<string>? layers, IReadOnlyList<FileSystemConfig>? fileSystems, ImageConfig? image, string? key, SnapStart? snapStart) =>
        [
            .. Name("VpcConfig", network is { SubnetIds.Count: > 0 } or { SecurityGroupIds.Count: > 0 }),
            .. Name("Layers", layers is { Count: > 0 }),
            .. Name("FileSystemConfigs", fileSystems is { Count: > 0 }),
            .. Name("ImageConfig", image is not null && (image.Command ?? image.EntryPoint ?? []).Count > 0),
            .. Name("KMSKeyArn", !string.IsNullOrEmpty(key)),
            .. Name("SnapStart", snapStart?.ApplyOn is not (null or "None")),
        ];

    private static IEnumerable<string> Name(string member, bool isAsked) => isAsked ? [member] : [];
}
