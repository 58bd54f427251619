namespace Weir.Kernel.Identity.Policies;

/// <summary>The facts of a request that policies can ask for.</summary>
public interface IConditionKeys
{
    /// <summary>The values of a key such as <c>aws:SourceIp</c>, ignoring case; null when the request has none.</summary>
    IReadOnlyList<string>? Find(string key);
}
