using System.Text.RegularExpressions;
using Weir.Engines.Functions;

namespace Weir.Services.Lambda.Domain;

/// <summary>Lambda's runtime names, and which of them run here.</summary>
internal static partial class Runtimes
{
    /// <summary>Throws for one that is unknown, or known to Lambda and not built here.</summary>
    public static FunctionRuntime Parse(string name)
    {
        if (NodePattern().IsMatch(name))
        {
            return FunctionRuntime.Node;
        }

        if (PythonPattern().IsMatch(name))
        {
            return FunctionRuntime.Python;
        }

        if (name is "provided" or "provided.al2" or "provided.al2023")
        {
            return FunctionRuntime.Custom;
        }

        throw OtherPattern().IsMatch(name)
            ? LambdaErrors.NotBuilt($"The runtime {name}")
            : LambdaErrors.InvalidParameter(
                $"Value {name} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [nodejs18.x, nodejs20.x, nodejs22.x, nodejs24.x, python3.9, python3.10, python3.11, python3.12, python3.13, python3.14, provided.al2, provided.al2023] or be a valid ARN");
    }

    [GeneratedRegex(@"^nodejs(12|14|16|18|20|22|24)\.x\z")]
    private static partial Regex NodePattern();

    [GeneratedRegex(@"^python3\.[0-9]{1,2}\z")]
    private static partial Regex PythonPattern();

    [GeneratedRegex(@"^(java|dotnet|ruby|go|python2|nodejs)[a-z0-9.]*\z")]
    private static partial Regex OtherPattern();
}
