using Microsoft.Extensions.DependencyInjection;
using Weir.Kernel.Wire;
using Weir.Services.Sts.Model;

namespace Weir.Services.Sts;

/// <summary>AWS Security Token Service: who am I, and temporary credentials.</summary>
public sealed class StsModule : IServiceModule
{
    public string Name => "sts";

    public IReadOnlyList<ServiceApi> Apis => [StsApi.Instance];

    public void Register(IServiceCollection services) => StsApi.AddOperations(services);
}
