using Weir.Tests.Support;

namespace Weir.Crash.Tests;

/// <summary>The example pipeline, provisioned once and stopped; each case works on a copy of its data.</summary>
public sealed class ProvisionedPipeline : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-provisioned-");

    internal Pipeline Pipeline { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await using var server = await ServerProcess.StartAsync(_directory.FullName);
        Pipeline = await Pipeline.ProvisionAsync(server);
        Assert.Equal(0, await server.StopAsync());
    }

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A data directory of one's own with the pipeline in it.</summary>
    public DirectoryInfo Copy()
    {
        var copy = Directory.CreateTempSubdirectory("weir-fault-");
        foreach (var directory in _directory.EnumerateDirectories("*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(copy.FullName, Path.GetRelativePath(_directory.FullName, directory.FullName)));
        }

        foreach (var file in _directory.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.CopyTo(Path.Combine(copy.FullName, Path.GetRelativePath(_directory.FullName, file.FullName)));
        }

        return copy;
    }
}
