using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Weir.Contracts;
using Weir.Engines.Blobs;
using Weir.Kernel.Core;
using Weir.Kernel.State;
using Weir.Kernel.Storage;
using Weir.Kernel.Wire;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;
using Weir.Services.S3.Workers;

namespace Weir.Services.S3;

/// <summary>Amazon S3: buckets and objects, the store that everything else of the platform lands in.</summary>
public sealed class S3Module : IServiceModule
{
    public string Name => "s3";

    public IReadOnlyList<ServiceApi> Apis { get; } = [S3Api.Instance];

    /// <summary>Where the contents of objects lie below a data directory.</summary>
    public static string ObjectsDirectory(string dataDirectory) => Path.Combine(dataDirectory, "objects");

    /// <summary>Checks a stopped data directory: every object against its file, every file against the index.</summary>
    public static IAsyncEnumerable<S3Finding> VerifyAsync(
        string dataDirectory, IStateStore state, bool isRepair, CancellationToken cancellationToken) =>
        S3Verifier.RunAsync(ObjectsDirectory(dataDirectory), state, isRepair, cancellationToken);

    public void Register(IServiceCollection services)
    {
        S3Api.AddOperations(services);
        services.AddSingleton(provider => new BlobStore(
            ObjectsDirectory(provider.GetRequiredService<WeirSettings>().DataDirectory),
            provider.GetRequiredService<WeirSettings>().Durability,
            provider.GetRequiredService<IdSource>(),
            DiskThreads.Shared,
            provider.GetRequiredService<ILogger<BlobStore>>()));
        services.AddSingleton(provider => new BlobCollector(
            provider.GetRequiredService<BlobStore>(),
            provider.GetRequiredService<IStateStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BlobCollector>>()));
        services.AddSingleton<Buckets>();
        services.AddSingleton<Objects>();
        services.AddSingleton<ObjectWriter>();
        services.AddSingleton<MultipartUploads>();
        services.AddSingleton<CopySources>();
        services.AddSingleton<EventQueue>();
        services.AddSingleton<NotificationTargets>();
        services.AddSingleton<EventWorker>();
        services.AddSingleton<IObjectStore, ObjectStore>();
        services.AddHostedService(provider => provider.GetRequiredService<BlobCollector>());
        services.AddHostedService(provider => provider.GetRequiredService<EventWorker>());
    }
}

/// <summary>Something wrong with the stored objects.</summary>
/// <param name="Where">The object, or the file where no object is concerned.</param>
public sealed record S3Finding(string Where, string What, bool IsRepaired);
