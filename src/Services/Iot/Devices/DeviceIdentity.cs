using System.Net;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Devices;

/// <summary>Makes the principal of a connection, with the policy variables that describe it.</summary>
internal sealed class DeviceIdentity(PolicyTable policies, ThingTable things, IdSource ids, TimeProvider clock)
{
    public IotPrincipal Principal(
        IAuthorizer authorizer, IotRealm realm, Caller caller, string id, string clientId, IPAddress? address)
    {
        var call = new CallContext
        {
            Caller = caller,
            Region = realm.Region,
            RequestId = ids.NewId(),
            Authorizer = authorizer,
            SourceAddress = address,
        };
        return new(call, realm, id, VariablesOf(realm, caller, clientId, address), policies, clock);
    }

    /// <summary>The thing variables are there when the client id is the name of a thing of the account.</summary>
    private Dictionary<string, string> VariablesOf(IotRealm realm, Caller caller, string clientId, IPAddress? address)
    {
        var variables = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["iot:ClientId"] = clientId };
        if (address is not null)
        {
            variables["iot:SourceIp"] = address.ToString();
        }

        things.Store.Read(state =>
        {
            if (things.Things.Find(state, realm.Key(clientId)) is { } thing)
            {
                var isAttached = things.Principals.Has(state, realm, caller.Arn, clientId);
                variables["iot:Connection.Thing.ThingName"] = thing.Name;
                variables["iot:Connection.Thing.IsAttached"] = isAttached ? "true" : "false";
                if (thing.TypeName is { } type)
                {
                    variables["iot:Connection.Thing.ThingTypeName"] = type;
                }

                foreach (var (name, value) in thing.Attributes)
                {
                    variables[$"iot:Connection.Thing.Attributes[{name}]"] = value;
                }
            }

            return true;
        });
        return variables;
    }
}
