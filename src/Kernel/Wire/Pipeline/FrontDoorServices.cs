using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Identity.Signatures;

namespace Weir.Kernel.Wire;

/// <summary>Puts the front door into the container.</summary>
public static class FrontDoorServices
{
    /// <summary>Adds <see cref="FrontDoor"/>, which serves every registered <see cref="IServiceModule"/>.</summary>
    /// <remarks>
    /// It needs <see cref="IRequestAuthenticator"/>, <see cref="IAuthorizer"/>, <see cref="IdSource"/> and <see cref="TimeProvider"/>.
    /// </remarks>
    public static IServiceCollection AddFrontDoor(this IServiceCollection services) =>
        services.AddSingleton(provider => new FrontDoor(
            new Router(new ApiCatalog(provider.GetServices<IServiceModule>())),
            new RequestSteps(
                provider.GetRequiredService<IRequestAuthenticator>(), provider.GetRequiredService<IAuthorizer>(), provider),
            provider.GetRequiredService<IdSource>(),
            provider.GetRequiredService<TimeProvider>(),
            new RequestMetrics(provider.GetRequiredService<IMeterFactory>()),
            provider.GetRequiredService<ILogger<FrontDoor>>()));
}
