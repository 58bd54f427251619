using System.Globalization;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Domain;

/// <summary>One version of a function, found.</summary>
/// <param name="Ref">The name it was asked for by.</param>
internal sealed record FunctionTarget(FunctionRef Ref, FunctionState Function, VersionState Version);

/// <summary>Finds what a name means now. Safe from any thread.</summary>
internal sealed class FunctionResolver(FunctionTable functions, IdSource ids)
{
    public FunctionTarget Resolve(FunctionRef name) => functions.Store.Read(state => Resolve(state, name));

    public FunctionTarget Resolve(CallContext call, string name, string? qualifier = null) =>
        Resolve(FunctionRef.Parse(call, name, qualifier));

    public FunctionTarget Resolve(IStateReader state, FunctionRef name)
    {
        var function = functions.Require(state, name.Account, name.Region, name.Name);
        var version = functions.FindVersion(state, function, VersionOf(function, name.Qualifier))
            ?? throw LambdaErrors.FunctionNotFound(name.Arn);
        return new(name, function, version);
    }

    /// <summary>The policy that decides about a name; null when it has none or there is no such function.</summary>
    public string? PolicyOf(FunctionRef name) =>
        functions.Find(name.Account, name.Region, name.Name) is { } function
        && function.Policies.GetValueOrDefault(name.Qualifier ?? "") is { } policy
            ? FunctionPolicies.Document(policy)
            : null;

    private string VersionOf(FunctionState function, string? qualifier)
    {
        if (qualifier is null or VersionState.LatestName || int.TryParse(qualifier, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return qualifier ?? VersionState.LatestName;
        }

        var alias = function.Aliases.GetValueOrDefault(qualifier)
            ?? throw LambdaErrors.FunctionNotFound($"{function.Arn}:{qualifier}");
        return alias.ExtraVersion is { } extra && Chance() < alias.ExtraWeight ? extra : alias.Version;
    }

    /// <summary>From 0 up to but not 1.</summary>
    private double Chance()
    {
        Span<byte> bytes = stackalloc byte[4];
        ids.Fill(bytes);
        return BitConverter.ToUInt32(bytes) / (uint.MaxValue + 1.0);
    }
}
