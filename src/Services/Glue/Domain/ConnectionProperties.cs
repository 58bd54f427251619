namespace Weir.Services.Glue.Domain;

/// <summary>Which properties there are, and which of them a connection of a type must have.</summary>
internal static class ConnectionProperties
{
    private const string Member = "connectionInput.connectionProperties";

    private static readonly string[] Keys =
    [
        "HOST", "PORT", "USERNAME", "PASSWORD", "ENCRYPTED_PASSWORD", "JDBC_DRIVER_JAR_URI", "JDBC_DRIVER_CLASS_NAME", "JDBC_ENGINE",
        "JDBC_ENGINE_VERSION", "CONFIG_FILES", "INSTANCE_ID", "JDBC_CONNECTION_URL", "JDBC_ENFORCE_SSL", "CUSTOM_JDBC_CERT",
        "SKIP_CUSTOM_JDBC_CERT_VALIDATION", "CUSTOM_JDBC_CERT_STRING", "CONNECTION_URL", "KAFKA_BOOTSTRAP_SERVERS", "KAFKA_SSL_ENABLED",
        "KAFKA_CUSTOM_CERT", "KAFKA_SKIP_CUSTOM_CERT_VALIDATION", "KAFKA_CLIENT_KEYSTORE", "KAFKA_CLIENT_KEYSTORE_PASSWORD",
        "KAFKA_CLIENT_KEY_PASSWORD", "ENCRYPTED_KAFKA_CLIENT_KEYSTORE_PASSWORD", "ENCRYPTED_KAFKA_CLIENT_KEY_PASSWORD",
        "KAFKA_SASL_MECHANISM", "KAFKA_SASL_PLAIN_USERNAME", "KAFKA_SASL_PLAIN_PASSWORD", "ENCRYPTED_KAFKA_SASL_PLAIN_PASSWORD",
        "KAFKA_SASL_SCRAM_USERNAME", "KAFKA_SASL_SCRAM_PASSWORD", "KAFKA_SASL_SCRAM_SECRETS_ARN", "ENCRYPTED_KAFKA_SASL_SCRAM_PASSWORD",
        "KAFKA_SASL_GSSAPI_KEYTAB", "KAFKA_SASL_GSSAPI_KRB5_CONF", "KAFKA_SASL_GSSAPI_SERVICE", "KAFKA_SASL_GSSAPI_PRINCIPAL", "SECRET_ID",
        "CONNECTOR_URL", "CONNECTOR_TYPE", "CONNECTOR_CLASS_NAME", "ENDPOINT", "ENDPOINT_TYPE", "ROLE_ARN", "REGION", "WORKGROUP_NAME",
        "CLUSTER_IDENTIFIER", "DATABASE",
    ];

    private static readonly string[] SaslMechanisms = ["SCRAM-SHA-512", "GSSAPI", "AWS_MSK_IAM", "PLAIN"];

    /// <summary>Throws what is wrong with a connection's properties.</summary>
    public static void Require(string type, IReadOnlyDictionary<string, string> properties)
    {
        if (properties.Count > GlueLimits.ConnectionPropertiesMax)
        {
            throw GlueErrors.TooMany(Member, GlueLimits.ConnectionPropertiesMax);
        }

        foreach (var (key, value) in properties)
        {
            RequirePair(key, value);
        }

        // There is no service that keeps secrets: a connection that counts on one would never open.
        if (properties.ContainsKey("SECRET_ID"))
        {
            throw GlueErrors.NotBuilt("ConnectionProperties.SECRET_ID");
        }

        if (Needed(type, properties).FirstOrDefault(key => !IsStated(key, properties)) is { } missing)
        {
            throw GlueErrors.Invalid($"A connection of type {type} needs the property {missing}.");
        }

        if (properties.TryGetValue("KAFKA_SASL_MECHANISM", out var mechanism) && !SaslMechanisms.Contains(mechanism, StringComparer.Ordinal))
        {
            throw GlueErrors.Invalid($"KAFKA_SASL_MECHANISM is one of {string.Join(", ", SaslMechanisms)}, not {mechanism}.");
        }
    }

    private static void RequirePair(string key, string value)
    {
        if (!Keys.Contains(key, StringComparer.Ordinal))
        {
            throw GlueErrors.Forbidden(
                $"Value '{key}' at '{Member}'", $"Map keys must satisfy constraint: [Member must satisfy enum value set: [{string.Join(", ", Keys)}]]");
        }

        if (value.Length is 0 or > GlueLimits.ConnectionValueLettersMax)
        {
            throw GlueErrors.Forbidden($"Value at '{Member}.{key}'", $"Member must have length between 1 and {GlueLimits.ConnectionValueLettersMax}");
        }
    }

    /// <summary>As the reference of the type lists them; of a custom connector its own documentation says what it needs.</summary>
    private static string[] Needed(string type, IReadOnlyDictionary<string, string> stated) => type switch
    {
        "JDBC" when stated.ContainsKey("HOST") && stated.ContainsKey("PORT") && stated.ContainsKey("JDBC_ENGINE") => ["USERNAME", "PASSWORD"],
        "JDBC" => ["JDBC_CONNECTION_URL", "USERNAME", "PASSWORD"],
        "MONGODB" => ["CONNECTION_URL", "USERNAME", "PASSWORD"],
        "KAFKA" => ["KAFKA_BOOTSTRAP_SERVERS"],
        "MARKETPLACE" when "JDBC".Equals(stated.GetValueOrDefault("CONNECTOR_TYPE"), StringComparison.OrdinalIgnoreCase) =>
            ["CONNECTOR_URL", "CONNECTOR_CLASS_NAME", "CONNECTION_URL", "USERNAME", "PASSWORD"],
        "MARKETPLACE" => ["CONNECTOR_TYPE", "CONNECTOR_URL", "CONNECTOR_CLASS_NAME", "CONNECTION_URL"],
        _ => [],
    };

    private static bool IsStated(string key, IReadOnlyDictionary<string, string> properties) =>
        properties.ContainsKey(key) || (key == "PASSWORD" && properties.ContainsKey("ENCRYPTED_PASSWORD"));
}
