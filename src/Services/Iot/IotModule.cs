using Microsoft.Extensions.DependencyInjection;
using Weir.Contracts;
using Weir.Kernel.Identity.Policies;
using Weir.Kernel.Wire;
using Weir.Protocols.Mqtt;
using Weir.Services.Iot.Devices;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.Rules;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot;

/// <summary>AWS IoT Core: the device gateway, the registry, policies and topic rules.</summary>
public sealed class IotModule : IServiceModule
{
    public string Name => "iot";

    public IReadOnlyList<ServiceApi> Apis => [IotApi.Instance, IoTDataPlaneApi.Instance];

    public void Register(IServiceCollection services)
    {
        IotApi.AddOperations(services);
        IoTDataPlaneApi.AddOperations(services);
        services.AddMqtt(new() { SinkOnlyPrefixes = [RuleSet.BasicIngest] });
        services.AddSingleton<SessionStore>();
        services.AddSingleton<IMqttSessionStore>(provider => provider.GetRequiredService<SessionStore>());
        services.AddSingleton<IMqttAuthenticator, IotAuthenticator>();
        services.AddSingleton<IMqttMessageSink, RuleEngine>();
        services.AddSingleton<RuleTargets>();
        services.AddSingleton<RuleCompiler>();
        services.AddSingleton<RuleTable>();
        services.AddSingleton<RuleRunner>();
        services.AddSingleton<CertificateFactory>();
        services.AddSingleton<CertificateTable>();
        services.AddSingleton<PolicyTable>();
        services.AddSingleton<ThingTable>();
        services.AddSingleton<DeviceIdentity>();
        services.AddSingleton<IPolicySource, DevicePolicies>();
        services.AddSingleton<DeviceGateway>();
        services.AddSingleton<IDevices>(provider => provider.GetRequiredService<DeviceGateway>());
    }
}
