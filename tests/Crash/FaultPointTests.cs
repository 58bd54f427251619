using System.Text.Json;
using Weir.Tests.Support;

namespace Weir.Crash.Tests;

/// <summary>The server dies at one named moment of each hop; after the next start nothing acknowledged is missing.</summary>
public sealed class FaultPointTests : IAsyncLifetime
{
    private const int Messages = 2_000;
    private static readonly TimeSpan DeathPatience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-fault-");

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
    [InlineData("state.before-commit:20")]
    [InlineData("state.after-commit:20")]
    public async Task Nothing_acknowledged_is_lost_when_the_process_dies_at(string fault)
    {
        var rows = Repository.SharedData("iot", "prsa", "PRSA_Data_Dongsi_20130301-20170228.csv");
        string run;
        IReadOnlyDictionary<string, int> ports;
        await using (var first = await ServerProcess.StartAsync(_directory.FullName))
        {
            ports = first.PortFlags();
            var provisioned = await first.Clients.NodeAsync(PipelineScripts.Provision, Repository.Root);
            run = JsonDocument.Parse(provisioned.Ok().Split('\n').Last(line => line.StartsWith('{'))).RootElement.GetProperty("run").GetString()!;
            Assert.Equal(0, await first.StopAsync());
        }

        Task<ClientResult> publishing;
        await using (var doomed = await ServerProcess.StartAsync(_directory.FullName, ports, fault))
        {
            publishing = doomed.Clients.NodeAsync(PipelineScripts.Publish, rows, $"{Messages}", $"{doomed.Ports["mqtt"]}");
            Assert.True(await doomed.WaitForExitAsync(DeathPatience), $"the point was never reached\n{doomed.Log}");
        }

        await using var last = await ServerProcess.StartAsync(_directory.FullName, ports);
        var sent = JsonDocument.Parse((await publishing).Ok()).RootElement;
        Assert.Equal(Messages, sent.GetProperty("acknowledged").GetInt32());

        var counted = await new WeirClients(last.Endpoint, last.Ports) { Patience = TimeSpan.FromMinutes(5) }
            .NodeAsync(PipelineScripts.Count, Repository.Root, run, $"{Messages}");
        var found = JsonDocument.Parse(counted.Ok()).RootElement;
        var resent = sent.GetProperty("resent").EnumerateArray().Select(seq => seq.GetInt64()).ToHashSet();
        Assert.True(found.GetProperty("distinct").GetInt32() == Messages, $"{found.GetProperty("distinct")} of {Messages} are there\n{last.Log}");
        Assert.All(found.GetProperty("doubled").EnumerateArray(), seq => Assert.Contains(seq.GetInt64(), resent));
    }
}
