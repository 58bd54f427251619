using Weir.Kernel.Core;
using Weir.Server;
using Weir.Tests.Support;

namespace Weir.EndToEnd.Tests;

/// <summary><c>--dev-reset</c>: everything is gone, and the emptied platform works on the same ports.</summary>
public sealed class ResetTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-reset-");
    private WeirServer? _server;

    private WeirClients Clients => new(_server!.Endpoint, _server.Ports);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_reset_empties_every_service_and_the_next_call_works()
    {
        await StartAsync(isResettable: true);
        (await Clients.AwsAsync("s3", "mb", "s3://before")).Ok();
        (await Clients.AwsAsync("kinesis", "create-stream", "--stream-name", "before", "--shard-count", "1")).Ok();
        (await Clients.AwsAsync("iam", "create-user", "--user-name", "before")).Ok();

        Assert.Equal(204, await ResetAsync());

        Assert.DoesNotContain("before", (await Clients.AwsAsync("s3", "ls")).Ok(), StringComparison.Ordinal);
        Assert.DoesNotContain("before", (await Clients.AwsAsync("kinesis", "list-streams")).Ok(), StringComparison.Ordinal);
        Assert.DoesNotContain("before", (await Clients.AwsAsync("iam", "list-users")).Ok(), StringComparison.Ordinal);
        (await Clients.AwsAsync("s3", "mb", "s3://before")).Ok();
        (await Clients.MosquittoPublishAsync("-t", "a/b", "-m", "hi", "-q", "1")).Ok();
    }

    [Fact]
    public async Task Without_the_flag_there_is_no_such_page()
    {
        await StartAsync(isResettable: false);

        Assert.Equal(404, await ResetAsync());
    }

    private async Task StartAsync(bool isResettable) => _server = await WeirServer.StartAsync(new WeirSettings
    {
        DataDirectory = _directory.FullName,
        Port = 0,
        MqttPort = 0,
        MqttsPort = 0,
        DevReset = isResettable,
    });

    private async Task<int> ResetAsync()
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri($"{_server!.Endpoint}/_weir/reset"), content: null);
        return (int)answer.StatusCode;
    }
}
