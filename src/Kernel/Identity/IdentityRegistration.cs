using Microsoft.Extensions.DependencyInjection;
using Weir.Kernel.Identity.Policies;
using Weir.Kernel.Identity.Signatures;

namespace Weir.Kernel.Identity;

/// <summary>Registers the one place of authentication and the one of authorization.</summary>
public static class IdentityRegistration
{
    /// <summary>Services add their own <see cref="ICredentialSource"/>, <see cref="IPolicySource"/>, <see cref="IResourcePolicySource"/> and <see cref="ServiceGrant"/>.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services) => services
        .AddSingleton<ICredentialSource, RootCredentials>()
        .AddSingleton<IRequestAuthenticator, RequestAuthenticator>()
        .AddSingleton<PolicyCache>()
        .AddSingleton<IAuthorizer, Authorizer>();
}
