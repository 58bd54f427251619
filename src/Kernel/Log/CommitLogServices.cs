using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;
using Weir.Kernel.Storage;

namespace Weir.Kernel.Log;

/// <summary>Registers the platform's one log, below <c>log/</c> in the data directory.</summary>
public static class CommitLogServices
{
    /// <summary>The directory of the log in a data directory, for those who check it while it is closed.</summary>
    public static string DirectoryIn(string dataDirectory) => Path.Combine(dataDirectory, "log");

    /// <summary>Every service that needs the log calls this; the first call counts.</summary>
    public static IServiceCollection AddCommitLog(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider =>
        {
            var settings = provider.GetRequiredService<WeirSettings>();
            return new CommitLog(
                LocalDisk.Instance,
                DirectoryIn(settings.DataDirectory),
                new() { Durability = settings.Durability },
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<CommitLog>>());
        });
        return services;
    }
}
