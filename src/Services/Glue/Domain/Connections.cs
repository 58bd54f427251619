using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>What a connection must say, and how it is shown.</summary>
internal static class Connections
{
    private static readonly string[] Types =
    [
        "JDBC", "SFTP", "MONGODB", "KAFKA", "NETWORK", "MARKETPLACE", "CUSTOM", "SALESFORCE", "VIEW_VALIDATION_REDSHIFT", "VIEW_VALIDATION_ATHENA",
    ];

    private static readonly string[] Secrets = ["PASSWORD", "ENCRYPTED_PASSWORD"];

    public static ConnectionState Checked(CallContext call, ConnectionInput input, DateTimeOffset now)
    {
        if (input.AuthenticationConfiguration is not null)
        {
            throw GlueErrors.NotBuilt(nameof(input.AuthenticationConfiguration));
        }

        Require(input.ConnectionType, input.ConnectionProperties);
        if (input is { ConnectionType: "NETWORK", PhysicalConnectionRequirements: null })
        {
            throw GlueErrors.Invalid("A connection of type NETWORK needs PhysicalConnectionRequirements.");
        }

        if (input.ConnectionType == "SALESFORCE")
        {
            throw GlueErrors.Invalid("A connection of type SALESFORCE needs an AuthenticationConfiguration.");
        }

        return new()
        {
            Name = Name(input.Name),
            Description = input.Description?.Length > GlueLimits.DescriptionLettersMax
                ? throw GlueErrors.TooMany("connectionInput.description", GlueLimits.DescriptionLettersMax)
                : input.Description,
            Type = input.ConnectionType,
            MatchCriteria = input.MatchCriteria,
            Properties = input.ConnectionProperties,
            Requirements = input.PhysicalConnectionRequirements,
            Created = now,
            Updated = now,
            UpdatedBy = call.Caller.Arn,
        };
    }

    /// <summary>Throws what is wrong with a connection's type and properties.</summary>
    public static void Require(string type, IReadOnlyDictionary<string, string> properties)
    {
        if (!Types.Contains(type, StringComparer.Ordinal))
        {
            throw GlueErrors.Forbidden(
                $"Value '{type}' at 'connectionInput.connectionType'", $"Member must satisfy enum value set: [{string.Join(", ", Types)}]");
        }

        if (type == "SFTP")
        {
            throw GlueErrors.Invalid("Connections of type SFTP are not supported.");
        }

        ConnectionProperties.Require(type, properties);
    }

    public static Connection Shown(ConnectionState connection, bool isPasswordHidden) => new()
    {
        Name = connection.Name,
        Description = connection.Description,
        ConnectionType = connection.Type,
        MatchCriteria = connection.MatchCriteria ?? [],
        ConnectionProperties = isPasswordHidden
            ? connection.Properties.Where(pair => !Secrets.Contains(pair.Key, StringComparer.Ordinal)).ToDictionary()
            : connection.Properties,
        PhysicalConnectionRequirements = connection.Requirements,
        CreationTime = connection.Created,
        LastUpdatedTime = connection.Updated,
        LastUpdatedBy = connection.UpdatedBy,
        Status = "READY",
    };

    public static bool Matches(ConnectionState connection, GetConnectionsFilter? filter) =>
        (filter?.ConnectionType is null || filter.ConnectionType == connection.Type)
        && (filter?.MatchCriteria ?? []).All(wanted => (connection.MatchCriteria ?? []).Contains(wanted, StringComparer.Ordinal));

    public static void Delete(CatalogStore catalog, IStateWriter state, CatalogPlace place, CallContext call, string name)
    {
        if (!catalog.Things.Connections.Delete(state, place, name))
        {
            throw GlueErrors.NoConnection(name);
        }

        catalog.PutTags(state, Place.ConnectionArn(call, name), CatalogTags.None);
    }

    /// <summary>Unlike names of tables these keep their case.</summary>
    private static string Name(string name) =>
        name.Length is > 0 and <= GlueLimits.NameLettersMax && !string.IsNullOrWhiteSpace(name) && !name.Any(char.IsControl)
            ? name
            : throw GlueErrors.TooMany("connectionInput.name", GlueLimits.NameLettersMax);
}
