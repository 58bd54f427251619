using Weir.Kernel.Core;
using Weir.Server;
using Weir.Tests.Support;

[assembly: AssemblyFixture(typeof(Weir.Protocol.Tests.WeirFixture))]

namespace Weir.Protocol.Tests;

/// <summary>One platform on free ports and a fresh data directory, shared by all protocol tests; tests isolate themselves by name or account.</summary>
public sealed class WeirFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-protocol-");
    private WeirServer? _server;

    public WeirServer Server => _server ?? throw new InvalidOperationException("not started");

    /// <summary>Clients signed as the root of the default account.</summary>
    public WeirClients Clients => new(Server.Endpoint, Server.Ports);

    /// <summary>Clients of another account's root: the way to be alone.</summary>
    public WeirClients ClientsOf(string account) => new(Server.Endpoint, Server.Ports, account, Server.Settings.SecretKey);

    /// <summary>Clients with chosen credentials.</summary>
    public WeirClients ClientsWith(string accessKey, string secretKey) => new(Server.Endpoint, Server.Ports, accessKey, secretKey);

    public static WeirSettings FreePorts(string directory) => new()
    {
        DataDirectory = directory,
        Port = 0,
        MqttPort = 0,
        MqttsPort = 0,
        KafkaPort = 0,
        RedshiftPort = 0,
        OpenSearchPort = 0,
        DevAccounts = true,
    };

    public async ValueTask InitializeAsync() => _server = await WeirServer.StartAsync(FreePorts(_directory.FullName));

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }
}
