using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Weir.Kernel.Core;

namespace Weir.Services.Iot.Devices;

/// <summary>Makes certificates and reads those brought. Pure but for randomness, which is the operating system's (keys must be).</summary>
internal sealed class CertificateFactory(IdSource ids)
{
    private const int RsaBits = 2048;

    /// <summary>An authority of this installation, to sign device certificates with.</summary>
    public static (string CertificatePem, string PrivateKeyPem) CreateAuthority(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Weir device authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now + (IotLimits.DeviceCertificateLife * 2));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>A fresh RSA key pair and its certificate.</summary>
    public (string CertificatePem, string PublicKeyPem, string PrivateKeyPem) CreateKeys(
        (string CertificatePem, string PrivateKeyPem) authority, DateTimeOffset now)
    {
        using var key = RSA.Create(RsaBits);
        var request = new CertificateRequest("CN=AWS IoT Certificate", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return (Sign(request, authority, now), key.ExportSubjectPublicKeyInfoPem(), key.ExportRSAPrivateKeyPem());
    }

    /// <summary>A certificate for the key of a signing request.</summary>
    public string SignRequest(string requestPem, (string CertificatePem, string PrivateKeyPem) authority, DateTimeOffset now)
    {
        try
        {
            var request = CertificateRequest.LoadSigningRequestPem(
                requestPem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.Default, RSASignaturePadding.Pkcs1);
            return Sign(request, authority, now);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            throw IotErrors.Invalid("The certificate signing request is not valid");
        }
    }

    public static X509Certificate2 Read(string pem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(pem);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            throw IotErrors.CertificateValidation("The certificate is not valid PEM");
        }
    }

    /// <summary>SHA-256 of the certificate: its id.</summary>
    public static string IdOf(X509Certificate2 certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));

    private string Sign(CertificateRequest request, (string CertificatePem, string PrivateKeyPem) authority, DateTimeOffset now)
    {
        using var issuer = X509Certificate2.CreateFromPem(authority.CertificatePem, authority.PrivateKeyPem);
        using var issuerKey = issuer.GetECDsaPrivateKey()!;
        request.CertificateExtensions.Clear();
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var serial = new byte[16];
        ids.Fill(serial);
        serial[0] &= 0x7F;
        using var certificate = request.Create(
            issuer.SubjectName,
            X509SignatureGenerator.CreateForECDsa(issuerKey),
            now.AddMinutes(-5),
            now + IotLimits.DeviceCertificateLife,
            serial);
        return certificate.ExportCertificatePem() + "\n";
    }
}
