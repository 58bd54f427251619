using System.Security.Cryptography.X509Certificates;

namespace Weir.Engines.Databases;

/// <summary>Which database speaks at an address; MariaDB and MySQL speak the same.</summary>
public enum DatabaseKind
{
    PostgreSql,
    MySql,
}

/// <summary>Where a database is, and as whom to open it. Immutable.</summary>
public sealed record DatabaseAddress
{
    public required DatabaseKind Kind { get; init; }
    public required string Host { get; init; }
    public required int Port { get; init; }

    /// <summary>Null to open none in particular, where the server allows it.</summary>
    public string? Database { get; init; }
    public string? User { get; init; }
    public string? Password { get; init; }

    /// <summary>Nothing but TLS with a certificate of this very host; else TLS is used where the server offers it, as it is.</summary>
    public bool RequiresTls { get; init; }

    /// <summary>Roots trusted instead of the system's; none for the system's.</summary>
    public X509Certificate2Collection TrustedRoots { get; init; } = [];

    /// <summary>For messages: says nothing of the password.</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(Kind == DatabaseKind.MySql ? "mysql" : "postgresql")}://{Host}:{Port}/{Database}");
}
