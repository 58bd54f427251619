using System.Text.Json;
using Weir.Tests.Support;

namespace Weir.Crash.Tests;

/// <summary>
/// The sceptic's test: real sensor rows published as fast as the client can, the server killed at random moments, every acknowledged
/// message counted in Athena afterwards.
/// </summary>
public sealed class PipelineKillTests : IAsyncLifetime
{
    private const int Messages = 200_000;
    private const int Kills = 3;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-kill-");
    private readonly Random _random = new(Seed);
    private ServerProcess? _server;

    /// <summary>Printed with a failure; set <c>WEIR_TEST_SEED</c> to kill at the same moments again.</summary>
    private static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("WEIR_TEST_SEED"), out var seed) ? seed : Environment.TickCount;

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync(_directory.FullName);

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    [Trait("feature", "pipeline.lossless")]
    public async Task Every_acknowledged_message_is_queryable_after_three_kills()
    {
        var rows = Repository.SharedData("iot", "prsa", "PRSA_Data_Dongsi_20130301-20170228.csv");
        var ports = _server!.PortFlags();
        var provisioned = await _server.Clients.NodeAsync(PipelineScripts.Provision, Repository.Root);
        var run = JsonDocument.Parse(provisioned.Ok().Split('\n').Last(line => line.StartsWith('{'))).RootElement.GetProperty("run").GetString()!;

        var publishing = new WeirClients(_server.Endpoint, _server.Ports) { Patience = TimeSpan.FromMinutes(8) }
            .NodeAsync(PipelineScripts.Publish, rows, $"{Messages}", $"{_server.Ports["mqtt"]}");
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1 + (_random.NextDouble() * 3)));
            await _server.KillAsync();
            await _server.DisposeAsync();
            _server = await ServerProcess.StartAsync(_directory.FullName, ports);
        }

        var sent = JsonDocument.Parse((await publishing).Ok()).RootElement;
        Assert.Equal(Messages, sent.GetProperty("acknowledged").GetInt32());

        var counted = await new WeirClients(_server.Endpoint, _server.Ports) { Patience = TimeSpan.FromMinutes(6) }
            .NodeAsync(PipelineScripts.Count, Repository.Root, run, $"{Messages}");
        var found = JsonDocument.Parse(counted.Ok()).RootElement;
        var resent = sent.GetProperty("resent").EnumerateArray().Select(seq => seq.GetInt64()).ToHashSet();
        var doubled = found.GetProperty("doubled").EnumerateArray().Select(seq => seq.GetInt64()).ToList();

        TestContext.Current.SendDiagnosticMessage(
            $"seed {Seed}: {Messages} acknowledged, {resent.Count} sent again by the publisher, {found.GetProperty("rows")} rows, {doubled.Count} doubled");
        Assert.True(
            found.GetProperty("distinct").GetInt32() == Messages, $"seed {Seed}: {found.GetProperty("distinct")} of {Messages} are there\n{_server.Log}");
        Assert.All(doubled, seq => Assert.True(resent.Contains(seq), $"seed {Seed}: {seq} is doubled but was sent once"));
    }
}
