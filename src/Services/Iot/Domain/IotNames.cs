using Weir.Kernel.Core;

namespace Weir.Services.Iot.Domain;

/// <summary>Names and ARNs as AWS IoT writes them. Pure.</summary>
internal static class IotNames
{
    public static void CheckRule(string name)
    {
        if (name.Length is 0 or > 128 || name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '_'))
        {
            throw IotErrors.Invalid($"The rule name '{name}' is not valid: letters, digits and underscores, at most 128");
        }
    }

    /// <summary>The name of a group or thing given by name or by ARN.</summary>
    public static string NameOf(string? name, string? arn, string what) =>
        name ?? (Arn.TryParse(arn, out var parsed) ? parsed.ResourceName : throw IotErrors.Invalid($"The {what} is missing"));

    /// <summary>The id of a certificate by its ARN; null when the ARN is of something else.</summary>
    public static string? CertificateIdOf(string principal) =>
        Arn.TryParse(principal, out var arn) && arn.Service == "iot" && arn.Resource.StartsWith("cert/", StringComparison.Ordinal)
            ? arn.ResourceName
            : null;
}
