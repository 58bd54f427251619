using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;

namespace Weir.Services.Iot.Domain;

/// <summary>An account in a region: where names of things, rules, clients and topics are unique.</summary>
internal readonly record struct IotRealm(string Account, string Region)
{
    /// <summary>As the broker names it.</summary>
    public string Name => $"{Account}/{Region}";

    public static IotRealm Of(CallContext call) => new(call.Account, call.Region);

    public static IotRealm Parse(string name)
    {
        var cut = name.IndexOf('/', StringComparison.Ordinal);
        return new(name[..cut], name[(cut + 1)..]);
    }

    public string Arn(string resource) => new Arn("iot", Region, Account, resource).ToString();

    public StateKey Key(params ReadOnlySpan<string> parts) => StateKey.Of([Account, Region, .. parts]);

    public StateKey Prefix(params ReadOnlySpan<string> parts) => StateKey.Prefix([Account, Region, .. parts]);
}
