using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Domain;

/// <summary>State as answers show it. Pure.</summary>
internal static class ThingViews
{
    public static ThingTypeProperties PropertiesOf(ThingTypeState type) =>
        new() { ThingTypeDescription = type.Description, SearchableAttributes = type.SearchableAttributes };

    public static ThingTypeMetadata MetadataOf(ThingTypeState type) => new()
    {
        Deprecated = type.DeprecatedAt is not null,
        DeprecationDate = type.DeprecatedAt,
        CreationDate = type.CreatedAt,
    };

    public static GroupNameAndArn NameOf(IotRealm realm, string group) =>
        new() { GroupName = group, GroupArn = realm.Arn($"thinggroup/{group}") };

    public static Policy PolicyOf(IotRealm realm, string name) =>
        new() { PolicyName = name, PolicyArn = realm.Arn($"policy/{name}") };
}
