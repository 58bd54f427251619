using Weir.Kernel.Core;
using Weir.Server;
using Weir.Tests.Support;

namespace Weir.EndToEnd.Tests;

/// <summary>One platform for all tests of bad input: what one of them breaks, the others would notice.</summary>
public sealed class BadInputPlatform : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-bad-input-");
    private WeirServer? _server;

    public WeirServer Server => _server ?? throw new InvalidOperationException("not started");

    public WeirClients Clients => new(Server.Endpoint, Server.Ports);

    public async ValueTask InitializeAsync() => _server = await WeirServer.StartAsync(new WeirSettings
    {
        DataDirectory = _directory.FullName,
        Port = 0,
        MqttPort = 0,
        MqttsPort = 0,
        KafkaPort = 0,
        RedshiftPort = 0,
        OpenSearchPort = 0,
    });

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }
}

[CollectionDefinition(Name)]
public sealed class BadInputCollection : ICollectionFixture<BadInputPlatform>
{
    public const string Name = "bad input";
}
