using Microsoft.Extensions.DependencyInjection;
using Weir.Contracts;
using Weir.Kernel.Identity.Policies;
using Weir.Kernel.Identity.Signatures;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;
using Weir.Services.Iam.Workers;

namespace Weir.Services.Iam;

/// <summary>AWS Identity and Access Management: users, groups, roles, policies, access keys and sessions.</summary>
public sealed class IamModule : IServiceModule
{
    public string Name => "iam";

    public IReadOnlyList<ServiceApi> Apis => [IamApi.Instance];

    public void Register(IServiceCollection services)
    {
        IamApi.AddOperations(services);
        services.AddSingleton<IamStore>();
        services.AddSingleton<EntityPolicies>();
        services.AddSingleton<PolicyChanges>();
        services.AddSingleton<ICredentialSource, Credentials>();
        services.AddSingleton<IPolicySource, PrincipalPolicySource>();
        services.AddSingleton<IRoles, RoleSessions>();
        services.AddHostedService<SessionSweeper>();
    }
}
