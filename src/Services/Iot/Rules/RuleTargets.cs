using Microsoft.Extensions.DependencyInjection;
using Weir.Contracts;
using Weir.Protocols.Mqtt;

namespace Weir.Services.Iot.Rules;

/// <summary>Where actions lead. Looked up when first used: the broker depends on rules, and rules on the broker.</summary>
internal sealed class RuleTargets(IServiceProvider services)
{
    public IRoles Roles => services.GetRequiredService<IRoles>();

    public IStreamWriter Streams => services.GetRequiredService<IStreamWriter>();

    public IDeliveryStreams DeliveryStreams => services.GetRequiredService<IDeliveryStreams>();

    public IObjectStore Objects => services.GetRequiredService<IObjectStore>();

    public IQueues Queues => services.GetRequiredService<IQueues>();

    public IFunctions Functions => services.GetRequiredService<IFunctions>();

    public MqttBroker Broker => services.GetRequiredService<MqttBroker>();

    public TimeProvider Clock => services.GetRequiredService<TimeProvider>();
}
