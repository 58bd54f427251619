using System.Globalization;
using Weir.Tests.Support;

namespace Weir.Crash.Tests;

/// <summary>
/// The sceptic's test: real sensor rows published as fast as the client can, the server killed at random moments, every acknowledged
/// message counted in Athena afterwards.
/// </summary>
public sealed class PipelineKillTests(ProvisionedPipeline provisioned) : IAsyncLifetime
{
    private static readonly int Messages = Setting("WEIR_TEST_MESSAGES", 200_000);
    private static readonly int Kills = Setting("WEIR_TEST_KILLS", 3);
    private static readonly TimeSpan PublishPatience = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan ArrivalPatience = TimeSpan.FromMinutes(4);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-kill-");
    private readonly Random _random = new(Seed);
    private ServerProcess? _server;

    /// <summary>Printed with a failure; set <c>WEIR_TEST_SEED</c> to kill at the same moments again.</summary>
    private static int Seed { get; } = Setting("WEIR_TEST_SEED", Environment.TickCount);

    public async ValueTask InitializeAsync()
    {
        await provisioned.CopyToAsync(_directory);
        _server = await ServerProcess.StartAsync(_directory.FullName);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }

    [Fact]
    [Trait("feature", "pipeline.lossless")]
    public Task Every_acknowledged_message_is_queryable_after_kills_at_random() => SurviveAsync(Messages, server => server.KillAsync());

    /// <summary>A stop that is asked for has more to get wrong: what is half done must end well, or not be acknowledged.</summary>
    [Fact]
    [Trait("feature", "pipeline.lossless")]
    public Task Every_acknowledged_message_is_queryable_after_stops_at_random() => SurviveAsync(
        Messages / 4, async server => Assert.Equal(0, await server.StopAsync()));

    private async Task SurviveAsync(int messages, Func<ServerProcess, Task> end)
    {
        var pipeline = await provisioned.PipelineAsync();
        var ports = _server!.PortFlags();
        var progress = Path.Combine(_directory.FullName, "published");
        var publishing = Pipeline.PublishAsync(_server!, messages, PublishPatience, progress);
        for (var kill = 0; kill < Kills; kill++)
        {
            // Each kill has its share of the messages, and falls at random in it: by time alone, a slow machine would die before it did anything.
            var moment = (int)(messages * (kill + _random.NextDouble()) / Kills * 0.95);
            while (!File.Exists(progress) || int.Parse(await File.ReadAllTextAsync(progress), CultureInfo.InvariantCulture) < moment)
            {
                Assert.False(publishing.IsCompleted, $"seed {Seed}: the publisher was done before kill {kill + 1}");
                await Task.Delay(_random.Next(1, 20));
            }

            await end(_server!);
            await _server!.DisposeAsync();
            _server = await ServerProcess.StartAsync(_directory.FullName, ports);
        }

        var sent = await publishing;
        (await pipeline.CountAsync(_server!, ArrivalPatience)).Verify(sent, $"seed {Seed}");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : otherwise;
}
