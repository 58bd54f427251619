namespace Weir.Services.S3.Domain;

/// <summary>Storage classes are kept and told; the bytes lie on the same disk.</summary>
internal static class StorageClasses
{
    public const string Standard = "STANDARD";

    private static readonly HashSet<string> Known =
    [
        Standard, "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE", "GLACIER_IR",
    ];

    /// <summary>Null for STANDARD, which answers do not name.</summary>
    public static string? Accept(string? storageClass) => storageClass switch
    {
        null or Standard => null,
        _ when Known.Contains(storageClass) => storageClass,
        _ => throw S3Errors.InvalidStorageClass(storageClass),
    };
}
