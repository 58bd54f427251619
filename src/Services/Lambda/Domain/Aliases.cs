using System.Text.RegularExpressions;
using Weir.Kernel.State;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Domain;

/// <summary>What an alias must be.</summary>
internal static partial class Aliases
{
    public static AliasState Require(FunctionState function, string alias) =>
        function.Aliases.GetValueOrDefault(alias) ?? throw LambdaErrors.AliasNotFound($"{function.Arn}:{alias}");

    /// <summary>The alias with its routing; its versions must exist.</summary>
    public static AliasState Check(
        IStateReader state, FunctionTable functions, FunctionState function, AliasState alias, IReadOnlyDictionary<string, double>? weights)
    {
        if (!NamePattern().IsMatch(alias.Name))
        {
            throw LambdaErrors.Constraint(alias.Name, "name", "Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)");
        }

        RequireVersion(state, functions, function, alias.Version);
        if (weights is null)
        {
            return alias;
        }

        if (weights.Count == 0)
        {
            return alias with { ExtraVersion = null, ExtraWeight = 0 };
        }

        if (weights.Count > 1)
        {
            throw LambdaErrors.InvalidParameter("Number of items in AdditionalVersionWeights cannot be greater than 1");
        }

        var (version, weight) = weights.Single();
        if (weight is < 0 or > 1 || version == alias.Version || alias.Version == VersionState.LatestName || version == VersionState.LatestName)
        {
            throw LambdaErrors.InvalidParameter(
                $"Invalid alias routing: version {version} with weight {weight}. Both versions must be published and differ; a weight is from 0.0 to 1.0.");
        }

        RequireVersion(state, functions, function, version);
        return alias with { ExtraVersion = version, ExtraWeight = weight };
    }

    public static FunctionState With(FunctionState function, AliasState alias) =>
        function with { Aliases = new Dictionary<string, AliasState>(function.Aliases, StringComparer.Ordinal) { [alias.Name] = alias } };

    private static void RequireVersion(IStateReader state, FunctionTable functions, FunctionState function, string version)
    {
        if (functions.FindVersion(state, function, version) is null)
        {
            throw LambdaErrors.FunctionNotFound($"{function.Arn}:{version}");
        }
    }

    [GeneratedRegex(@"^(?![0-9]+\z)[a-zA-Z0-9_-]{1,128}\z")]
    private static partial Regex NamePattern();
}
