using Weir.Crash.Tests;
using Weir.Tests.Support;

[assembly: AssemblyFixture(typeof(ProvisionedPipeline))]

namespace Weir.Crash.Tests;

/// <summary>The example pipeline, provisioned once for all tests, by the first that asks; each works on a copy of its data.</summary>
public sealed class ProvisionedPipeline : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-provisioned-");
    private readonly Lazy<Task<Pipeline>> _pipeline;

    public ProvisionedPipeline() => _pipeline = new(ProvisionAsync);

    public async ValueTask DisposeAsync()
    {
        if (_pipeline.IsValueCreated)
        {
            await ((Task)_pipeline.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _directory.Delete(recursive: true);
    }

    internal Task<Pipeline> PipelineAsync() => _pipeline.Value;

    /// <summary>Makes a data directory one's own, with the pipeline in it.</summary>
    internal async Task CopyToAsync(DirectoryInfo target)
    {
        await PipelineAsync();
        foreach (var directory in _directory.EnumerateDirectories("*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(target.FullName, Path.GetRelativePath(_directory.FullName, directory.FullName)));
        }

        foreach (var file in _directory.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.CopyTo(Path.Combine(target.FullName, Path.GetRelativePath(_directory.FullName, file.FullName)));
        }
    }

    private async Task<Pipeline> ProvisionAsync()
    {
        await using var server = await ServerProcess.StartAsync(_directory.FullName);
        var pipeline = await Pipeline.ProvisionAsync(server);
        Assert.Equal(0, await server.StopAsync());
        return pipeline;
    }
}
