using System.Globalization;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Operations;

/// <summary>State as Lambda's shapes show it.</summary>
internal static class Views
{
    public static FunctionConfiguration Configuration(FunctionState function, VersionState version, bool isQualified) => new()
    {
        FunctionName = function.Name,
        FunctionArn = isQualified || !version.IsLatest ? $"{function.Arn}:{version.Version}" : function.Arn,
        Runtime = version.Runtime,
        Role = version.Role,
        Handler = version.Handler,
        CodeSize = version.CodeSize,
        CodeSha256 = Convert.ToBase64String(Convert.FromHexString(version.CodeHash)),
        Description = version.Description,
        Timeout = version.TimeoutSeconds,
        MemorySize = version.MemoryMegabytes,
        LastModified = version.LastModified.ToString("yyyy-MM-ddTHH:mm:ss.fff+0000", CultureInfo.InvariantCulture),
        Version = version.Version,
        Environment = version.Environment is { } variables ? new() { Variables = variables } : null,
        DeadLetterConfig = version.DeadLetterArn is { } deadLetters ? new() { TargetArn = deadLetters } : null,
        TracingConfig = new() { Mode = version.TracingMode },
        RevisionId = version.RevisionId,
        State = "Active",
        LastUpdateStatus = "Successful",
        PackageType = "Zip",
        Architectures = [version.Architecture],
        EphemeralStorage = new() { Size = version.StorageMegabytes },
        SnapStart = new() { ApplyOn = "None", OptimizationStatus = "Off" },
        LoggingConfig = new() { LogFormat = "Text", LogGroup = FunctionSpecs.LogGroupOf(function, version) },
    };

    /// <summary>The same members, once more for the operations whose whole answer they are.</summary>
    public static AliasConfiguration Alias(FunctionState function, AliasState alias) => new()
    {
        AliasArn = $"{function.Arn}:{alias.Name}",
        Name = alias.Name,
        FunctionVersion = alias.Version,
        Description = alias.Description,
        RevisionId = alias.RevisionId,
        RoutingConfig = alias.ExtraVersion is { } extra
            ? new() { AdditionalVersionWeights = new Dictionary<string, double> { [extra] = alias.ExtraWeight } }
            : null,
    };

    public static FunctionEventInvokeConfig EventConfig(FunctionState function, string qualifier, EventConfigState config) => new()
    {
        FunctionArn = $"{function.Arn}:{qualifier}",
        LastModified = config.LastModified,
        MaximumRetryAttempts = config.RetriesMax,
        MaximumEventAgeInSeconds = config.AgeSecondsMax,
        DestinationConfig = new()
        {
            OnSuccess = config.OnSuccess is { } success ? new() { Destination = success } : new(),
            OnFailure = config.OnFailure is { } failure ? new() { Destination = failure } : new(),
        },
    };

    public static EventSourceMappingConfiguration Mapping(MappingState mapping, string result, string? state = null)
    {
        var isStream = mapping.StartingPosition is not null;
        return new()
        {
            UUID = mapping.Id,
            EventSourceArn = mapping.SourceArn,
            FunctionArn = FunctionArn(mapping),
            BatchSize = mapping.BatchSize,
            MaximumBatchingWindowInSeconds = mapping.WindowSeconds,
            LastModified = mapping.LastModified,
            LastProcessingResult = isStream ? result : null,
            State = state ?? (mapping.IsEnabled ? "Enabled" : "Disabled"),
            StateTransitionReason = isStream ? "User action" : "USER_INITIATED",
            FunctionResponseTypes = mapping.ReportsItemFailures ? ["ReportBatchItemFailures"] : [],
            ScalingConfig = mapping.BatchesAtOnce is { } most ? new() { MaximumConcurrency = most } : null,
            StartingPosition = mapping.StartingPosition,
            StartingPositionTimestamp = mapping.StartingTimestamp,
            ParallelizationFactor = isStream ? 1 : null,
            MaximumRetryAttempts = isStream ? mapping.RetriesMax : null,
            MaximumRecordAgeInSeconds = isStream ? mapping.RecordAgeSecondsMax : null,
            BisectBatchOnFunctionError = isStream ? mapping.Bisects : null,
            TumblingWindowInSeconds = isStream ? 0 : null,
            DestinationConfig = !isStream ? null
                : new() { OnFailure = mapping.OnFailure is { } failure ? new() { Destination = failure } : null },
        };
    }

    public static string FunctionArn(MappingState mapping)
    {
        var arn = FunctionState.ArnOf(mapping.Account, mapping.Region, mapping.FunctionName);
        return mapping.Qualifier is null ? arn : $"{arn}:{mapping.Qualifier}";
    }
}
