namespace Weir.Kernel.Identity.Policies;

/// <summary>Knows the policy that lies on a whole service's resources, as the Glue catalog's does: asked where a request states none of its own.</summary>
/// <remarks>Asked on each request, so it answers from memory or one indexed read. Safe from any thread.</remarks>
public interface IResourcePolicySource
{
    /// <summary>The policy document (JSON) of the resource; null when this source knows none.</summary>
    string? PolicyOf(CallContext call, string resource);
}
