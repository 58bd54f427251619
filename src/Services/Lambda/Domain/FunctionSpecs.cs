using System.Globalization;
using Weir.Contracts;
using Weir.Engines.Functions;
using Weir.Kernel.Core;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Domain;

/// <summary>Turns a version of a function into what the engine runs.</summary>
internal sealed class FunctionSpecs(CodeStore code, IRoles roles, WeirSettings settings, BoundPorts ports, TimeProvider clock)
{
    public const string ServicePrincipal = "lambda.amazonaws.com";

    public async Task<FunctionSpec> OfAsync(FunctionTarget target)
    {
        var (function, version) = (target.Function, target.Version);
        return new()
        {
            Key = $"{function.Id}:{version.Version}:{version.RevisionId}",
            Owner = function.Arn,
            Runtime = Runtimes.Parse(version.Runtime),
            Handler = version.Handler,
            TaskDirectory = await code.UnpackAsync(version.CodeHash),
            MemoryMegabytes = version.MemoryMegabytes,
            Timeout = TimeSpan.FromSeconds(version.TimeoutSeconds),
            Version = version.Version,
            LogGroup = LogGroupOf(function, version),
            LogStream = id => string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy/MM/dd}/[{version.Version}]{id}"),
            Environment = EnvironmentOf(function, version),
            Secrets = cancellationToken => CredentialsAsync(function, version, cancellationToken),
        };
    }

    public static string LogGroupOf(FunctionState function, VersionState version) =>
        version.LogGroup ?? $"/aws/lambda/{function.Name}";

    private Dictionary<string, string> EnvironmentOf(FunctionState function, VersionState version)
    {
        var environment = new Dictionary<string, string>(version.Environment ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            ["AWS_LAMBDA_FUNCTION_NAME"] = function.Name,
            ["AWS_LAMBDA_FUNCTION_VERSION"] = version.Version,
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = version.MemoryMegabytes.ToString(CultureInfo.InvariantCulture),
            ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
            ["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{version.Runtime}",
            ["AWS_REGION"] = function.Region,
            ["AWS_DEFAULT_REGION"] = function.Region,
        };
        environment.TryAdd("AWS_ENDPOINT_URL", Endpoint());
        return environment;
    }

    /// <summary>An address rather than a name: SDKs then put bucket names into the path, not into the host.</summary>
    private string Endpoint()
    {
        var host = settings.Host switch
        {
            "0.0.0.0" or "*" or "localhost" => "127.0.0.1",
            "::" => "[::1]",
            var other when other.Contains(':') => $"[{other}]",
            var other => other,
        };
        return $"http://{host}:{ports.Aws.ToString(CultureInfo.InvariantCulture)}";
    }

    private async ValueTask<IReadOnlyDictionary<string, string>> CredentialsAsync(
        FunctionState function, VersionState version, CancellationToken cancellationToken)
    {
        var credentials = await roles.IssueAsync(
            version.Role, ServicePrincipal, function.Name, LambdaLimits.CredentialLifetime, cancellationToken)
            ?? throw LambdaErrors.RoleNotAssumable();
        return new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = credentials.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = credentials.SecretAccessKey,
            ["AWS_SESSION_TOKEN"] = credentials.SessionToken,
        };
    }
}
