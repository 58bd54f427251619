using Weir.Tests.Support;

namespace Weir.Crash.Tests;

/// <summary>The server dies at one named moment of a hop; after the next start nothing acknowledged is missing.</summary>
/// <remarks>Several classes, because a runner works on classes side by side.</remarks>
public abstract class FaultPointCases(ProvisionedPipeline provisioned) : IAsyncLifetime
{
    private const int Messages = 2_000;
    private static readonly TimeSpan DeathPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ArrivalPatience = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-fault-");

    public async ValueTask InitializeAsync() => await provisioned.CopyToAsync(_directory);

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected async Task DieAtAsync(string fault)
    {
        Task<Sent> publishing;
        IReadOnlyDictionary<string, int> ports;
        await using (var doomed = await ServerProcess.StartAsync(_directory.FullName, fault: fault))
        {
            ports = doomed.PortFlags();
            publishing = Pipeline.PublishAsync(doomed, Messages, DeathPatience + ArrivalPatience);
            Assert.True(await doomed.WaitForExitAsync(DeathPatience), $"the point was never reached\n{doomed.Log}");
        }

        await using var last = await ServerProcess.StartAsync(_directory.FullName, ports);
        var sent = await publishing;
        var pipeline = await provisioned.PipelineAsync();
        (await pipeline.CountAsync(last, ArrivalPatience)).Verify(sent, fault);
    }
}

/// <summary>From the device to the object in the lake.</summary>
public sealed class IngestFaultTests(ProvisionedPipeline provisioned) : FaultPointCases(provisioned)
{
    [Theory]
    [Trait("feature", "pipeline.lossless")]
    [InlineData("iot.before-actions:3")]
    [InlineData("iot.after-actions:3")]
    [InlineData("log.before-write:3")]
    [InlineData("log.after-write:3")]
    [InlineData("log.after-sync:3")]
    [InlineData("firehose.after-plan")]
    [InlineData("firehose.before-put")]
    [InlineData("firehose.after-put")]
    [InlineData("firehose.before-checkpoint")]
    public Task Nothing_acknowledged_is_lost_when_the_process_dies_at(string fault) => DieAtAsync(fault);
}

/// <summary>From the object in the lake to the report.</summary>
public sealed class ReportFaultTests(ProvisionedPipeline provisioned) : FaultPointCases(provisioned)
{
    [Theory]
    [Trait("feature", "pipeline.lossless")]
    [InlineData("s3.before-rename")]
    [InlineData("s3.after-rename")]
    [InlineData("s3.after-commit")]
    [InlineData("s3.after-notification")]
    [InlineData("sqs.after-receive")]
    [InlineData("lambda.after-invoke")]
    [InlineData("lambda.after-invoke:2")]
    [InlineData("lambda.before-checkpoint")]
    [InlineData("athena.before-end")]
    [InlineData("state.before-commit:20")]
    [InlineData("state.after-commit:20")]
    public Task Nothing_acknowledged_is_lost_when_the_process_dies_at(string fault) => DieAtAsync(fault);
}
