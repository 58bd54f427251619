using Weir.Kernel.Core;
using Weir.Kernel.Identity;

namespace Weir.Services.Athena.Domain;

/// <summary>Which workgroup an ARN names: the one kind of resource here that carries tags.</summary>
internal static class TaggedResource
{
    public static string WorkGroup(CallContext call, string arn)
    {
        if (Arn.TryParse(arn, out var parsed) && parsed.Service == "athena" && parsed.Account == call.Account
            && parsed.Resource.StartsWith("workgroup/", StringComparison.Ordinal))
        {
            return parsed.ResourceName;
        }

        throw AthenaErrors.NotFound($"Resource {arn} was not found", arn);
    }
}
