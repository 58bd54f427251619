using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Weir.Contracts;
using Weir.Engines.Databases;
using Weir.Kernel.Identity;
using Weir.Services.Glue.Crawling;

namespace Weir.Services.Glue.Domain;

/// <summary>What a connection's properties say of a database, and how it is opened. Every error is one its owner may read.</summary>
internal sealed class JdbcConnections(IDatabases databases, IServiceProvider services)
{
    private const int CertificateBytesMax = 64 * 1024;

    /// <param name="database">The database to open instead of the one the address names; null for that.</param>
    public async ValueTask<DatabaseOpening> OpenAsync(
        CallContext call, string type, IReadOnlyDictionary<string, string> properties, string? database, CancellationToken cancellationToken)
    {
        var address = Address(type, properties);
        return await databases.OpenAsync(
            address with { Database = database ?? address.Database, TrustedRoots = await RootsAsync(call, properties, cancellationToken) }, cancellationToken);
    }

    public static DatabaseAddress Address(string type, IReadOnlyDictionary<string, string> properties)
    {
        if (type != "JDBC")
        {
            throw GlueErrors.NotBuilt($"ConnectionType {type}");
        }

        try
        {
            var address = properties.TryGetValue("JDBC_CONNECTION_URL", out var url) ? JdbcAddress.Parse(url) : Parts(properties);
            return address with
            {
                User = properties.GetValueOrDefault("USERNAME") ?? address.User,
                Password = properties.GetValueOrDefault("PASSWORD") ?? address.Password,
                RequiresTls = address.RequiresTls || string.Equals(properties.GetValueOrDefault("JDBC_ENFORCE_SSL"), "true", StringComparison.OrdinalIgnoreCase),
            };
        }
        catch (FormatException exception)
        {
            throw GlueErrors.Invalid(exception.Message);
        }
    }

    /// <summary>The older form: host, port and engine by themselves.</summary>
    private static DatabaseAddress Parts(IReadOnlyDictionary<string, string> properties) => JdbcAddress.Parse(string.Create(
        CultureInfo.InvariantCulture,
        $"jdbc:{properties.GetValueOrDefault("JDBC_ENGINE")?.ToLowerInvariant()}://{properties.GetValueOrDefault("HOST")}:{properties.GetValueOrDefault("PORT")}/"));

    /// <summary>A certificate of the owner's own in S3, in PEM, read in the name of who opens the connection.</summary>
    private async ValueTask<X509Certificate2Collection> RootsAsync(
        CallContext call, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken)
    {
        var roots = new X509Certificate2Collection();
        if (!properties.TryGetValue("CUSTOM_JDBC_CERT", out var place) || place.Length == 0)
        {
            return roots;
        }

        if (S3Place.TryParse(place) is not { Path.Length: > 0 } found || services.GetService(typeof(IObjectStore)) is not IObjectStore store)
        {
            throw GlueErrors.Invalid($"CUSTOM_JDBC_CERT {place} is no object in S3.");
        }

        var content = await store.ReadWholeAsync(call, found.Bucket, found.Path, CertificateBytesMax, cancellationToken)
            ?? throw GlueErrors.Invalid($"{place} is larger than a certificate's {CertificateBytesMax} bytes.");
        try
        {
            roots.ImportFromPem(Encoding.ASCII.GetString(content));
        }
        catch (CryptographicException)
        {
            // Said below.
        }

        return roots.Count > 0 ? roots : throw GlueErrors.Invalid($"{place} holds no certificate in PEM.");
    }
}
