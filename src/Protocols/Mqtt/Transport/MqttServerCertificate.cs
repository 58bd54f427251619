using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Weir.Protocols.Mqtt;

/// <summary>The TLS certificate that the server shows, and the authority that clients trust it by; both made at first start.</summary>
/// <remarks>Kept in a directory: <c>ca.pem</c> (to give to clients), <c>ca-key.pem</c>, <c>server.pem</c>, <c>server-key.pem</c>. Put your own there instead.</remarks>
public static class MqttServerCertificate
{
    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(3650);
    private static readonly TimeSpan ServerLife = TimeSpan.FromDays(825);
    private static readonly TimeSpan RenewalTime = TimeSpan.FromDays(30);

    /// <summary>The authority's file, to be given to clients.</summary>
    public static string AuthorityPath(string directory) => Path.Combine(directory, "ca.pem");

    /// <summary>Reads the server's certificate; makes it, and the authority, where they are missing or run out.</summary>
    public static X509Certificate2 LoadOrCreate(string directory, string host, TimeProvider clock)
    {
        Directory.CreateDirectory(directory);
        var serverPath = Path.Combine(directory, "server.pem");
        var keyPath = Path.Combine(directory, "server-key.pem");
        if (!File.Exists(serverPath) || !File.Exists(keyPath) || RunsOut(serverPath, clock.GetUtcNow()))
        {
            using var authority = Authority(directory, clock.GetUtcNow());
            CreateServer(authority, host, serverPath, keyPath, clock.GetUtcNow());
        }

        using var loaded = X509Certificate2.CreateFromPemFile(serverPath, keyPath);
        // some platforms cannot use a key that only exists in memory
        return X509CertificateLoader.LoadPkcs12(loaded.Export(X509ContentType.Pkcs12), null);
    }

    private static bool RunsOut(string path, DateTimeOffset now)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
        return certificate.NotAfter.ToUniversalTime() < (now + RenewalTime).UtcDateTime;
    }

    private static X509Certificate2 Authority(string directory, DateTimeOffset now)
    {
        var path = AuthorityPath(directory);
        var keyPath = Path.Combine(directory, "ca-key.pem");
        if (!File.Exists(path) || !File.Exists(keyPath))
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=Weir server authority", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
            using var made = request.CreateSelfSigned(now.AddDays(-1), now + AuthorityLife);
            Write(keyPath, key.ExportPkcs8PrivateKeyPem(), isSecret: true);
            Write(path, made.ExportCertificatePem() + "\n", isSecret: false);
        }

        return X509Certificate2.CreateFromPemFile(path, keyPath);
    }

    private static void CreateServer(X509Certificate2 authority, string host, string path, string keyPath, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=weir", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        AddHost(names, host);
        AddHost(names, Environment.MachineName);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], false));
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;
        using var made = request.Create(authority, now.AddDays(-1), now + ServerLife, serial);
        Write(keyPath, key.ExportPkcs8PrivateKeyPem(), isSecret: true);
        Write(path, made.ExportCertificatePem() + "\n", isSecret: false);
    }

    private static void AddHost(SubjectAlternativeNameBuilder names, string host)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else if (host.Length > 0)
        {
            names.AddDnsName(host);
        }
    }

    /// <summary>Whole and durable, or not there.</summary>
    private static void Write(string path, string text, bool isSecret)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (isSecret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(temporary, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
