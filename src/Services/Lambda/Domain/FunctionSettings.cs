using System.Text;
using System.Text.RegularExpressions;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Domain;

/// <summary>Configuration that a request asks for; null where it says nothing.</summary>
internal sealed record FunctionSettings
{
    public string? Runtime { get; init; }
    public string? Handler { get; init; }
    public string? Role { get; init; }
    public string? Description { get; init; }
    public int? TimeoutSeconds { get; init; }
    public int? MemoryMegabytes { get; init; }
    public int? StorageMegabytes { get; init; }
    public IReadOnlyDictionary<string, string>? Environment { get; init; }
    public string? DeadLetterArn { get; init; }
    public string? TracingMode { get; init; }
    public string? LogFormat { get; init; }
    public string? LogGroup { get; init; }

    /// <summary>Members that ask for what is not built: their names.</summary>
    public IReadOnlyList<string> Unbuilt { get; init; } = [];
}

/// <summary>What a configuration must be.</summary>
internal static partial class SettingRules
{
    private static readonly HashSet<string> ReservedKeys = new(StringComparer.Ordinal)
    {
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    };

    /// <summary>The version with these settings; the role is checked elsewhere.</summary>
    public static VersionState Apply(VersionState before, FunctionSettings wanted)
    {
        if (wanted.Unbuilt is [var member, ..])
        {
            throw LambdaErrors.NotBuilt(member);
        }

        if (wanted.Runtime is { } runtime)
        {
            Runtimes.Parse(runtime);
        }

        if (wanted.Handler is { } handler && !HandlerPattern().IsMatch(handler))
        {
            throw LambdaErrors.Constraint(handler, "handler", "Member must satisfy regular expression pattern: [^\\s]+");
        }

        if (wanted.Description is { Length: > LambdaLimits.DescriptionLengthMax } description)
        {
            throw LambdaErrors.Constraint(description, "description", "Member must have length less than or equal to 256");
        }

        if (wanted.LogFormat is { } format and not "Text")
        {
            throw LambdaErrors.NotBuilt($"The log format {format}");
        }

        CheckRange("timeout", wanted.TimeoutSeconds, 1, LambdaLimits.TimeoutSecondsMax);
        CheckRange("memorySize", wanted.MemoryMegabytes, LambdaLimits.MemoryMegabytesMin, LambdaLimits.MemoryMegabytesMax);
        CheckRange("ephemeralStorage.size", wanted.StorageMegabytes, LambdaLimits.StorageMegabytesMin, LambdaLimits.StorageMegabytesMax);
        CheckEnvironment(wanted.Environment);
        Destinations.RequireQueue(wanted.DeadLetterArn, "DeadLetterConfig");
        if (wanted.TracingMode is { } tracing and not ("Active" or "PassThrough"))
        {
            throw LambdaErrors.Constraint(tracing, "tracingConfig.mode", "Member must satisfy enum value set: [Active, PassThrough]");
        }

        return before with
        {
            Runtime = wanted.Runtime ?? before.Runtime,
            Handler = wanted.Handler ?? before.Handler,
            Role = wanted.Role ?? before.Role,
            Description = wanted.Description ?? before.Description,
            TimeoutSeconds = wanted.TimeoutSeconds ?? before.TimeoutSeconds,
            MemoryMegabytes = wanted.MemoryMegabytes ?? before.MemoryMegabytes,
            StorageMegabytes = wanted.StorageMegabytes ?? before.StorageMegabytes,
            Environment = wanted.Environment ?? before.Environment,
            DeadLetterArn = wanted.DeadLetterArn is null ? before.DeadLetterArn : wanted.DeadLetterArn.Length == 0 ? null : wanted.DeadLetterArn,
            TracingMode = wanted.TracingMode ?? before.TracingMode,
            LogGroup = wanted.LogGroup ?? before.LogGroup,
        };
    }

    private static void CheckRange(string name, int? value, int least, int most)
    {
        if (value < least)
        {
            throw LambdaErrors.Constraint($"{value}", name, $"Member must have value greater than or equal to {least}");
        }

        if (value > most)
        {
            throw LambdaErrors.Constraint($"{value}", name, $"Member must have value less than or equal to {most}");
        }
    }

    private static void CheckEnvironment(IReadOnlyDictionary<string, string>? variables)
    {
        if (variables is null)
        {
            return;
        }

        if (variables.Keys.Where(ReservedKeys.Contains).ToList() is { Count: > 0 } reserved)
        {
            throw LambdaErrors.InvalidParameter(
                "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. "
                + $"Reserved keys used in this request: {string.Join(", ", reserved)}");
        }

        if (variables.Keys.FirstOrDefault(key => !VariablePattern().IsMatch(key)) is { } wrong)
        {
            throw LambdaErrors.Constraint(
                wrong, "environment.variables", "Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]");
        }

        var bytes = variables.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value));
        if (bytes > LambdaLimits.EnvironmentBytesMax)
        {
            throw LambdaErrors.InvalidParameter(
                $"Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {bytes} bytes");
        }

        if (variables.Values.Any(value => value.Contains('\0')))
        {
            throw LambdaErrors.InvalidParameter("An environment variable's value contains a null character.");
        }
    }

    [GeneratedRegex(@"^\S{1,128}\z")]
    private static partial Regex HandlerPattern();

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9_]*\z")]
    private static partial Regex VariablePattern();
}
