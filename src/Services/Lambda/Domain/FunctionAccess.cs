using Weir.Kernel.Identity;

namespace Weir.Services.Lambda.Domain;

/// <summary>What the authorization point needs to know of the function that a request names.</summary>
internal sealed class FunctionAccess(FunctionResolver resolver)
{
    public static string Resource(CallContext call, string name, string? qualifier = null) =>
        FunctionRef.Parse(call, name, qualifier).Arn;

    public string? Policy(CallContext call, string name, string? qualifier = null) =>
        resolver.PolicyOf(FunctionRef.Parse(call, name, qualifier));
}
