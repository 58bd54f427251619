using Weir.Tests.Support;

namespace Weir.Crash.Tests;

/// <summary>The server dies at one named moment of each hop; after the next start nothing acknowledged is missing.</summary>
public sealed class FaultPointTests(ProvisionedPipeline provisioned) : IClassFixture<ProvisionedPipeline>, IAsyncLifetime
{
    private const int Messages = 2_000;
    private static readonly TimeSpan DeathPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ArrivalPatience = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _directory = provisioned.Copy();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

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
    public async Task Nothing_acknowledged_is_lost_when_the_process_dies_at(string fault)
    {
        var pipeline = provisioned.Pipeline;
        Task<Sent> publishing;
        await using (var doomed = await ServerProcess.StartAsync(_directory.FullName, pipeline.PortFlags, fault))
        {
            publishing = Pipeline.PublishAsync(doomed, Messages, DeathPatience + ArrivalPatience);
            Assert.True(await doomed.WaitForExitAsync(DeathPatience), $"the point was never reached\n{doomed.Log}");
        }

        await using var last = await ServerProcess.StartAsync(_directory.FullName, pipeline.PortFlags);
        var sent = await publishing;
        (await pipeline.CountAsync(last, ArrivalPatience)).Verify(sent, fault);
    }
}
