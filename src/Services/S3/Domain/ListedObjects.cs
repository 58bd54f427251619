using System.Globalization;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Domain;

/// <summary>An object as listings show it.</summary>
internal static class ListedObjects
{
    public static Model.Object Present(string? key, ObjectState state, Owner? owner) => new()
    {
        Key = key,
        LastModified = state.LastModified,
        ETag = EntityTag.Quote(state.ETag),
        ChecksumAlgorithm = [state.Checksum.Algorithm],
        ChecksumType = state.Checksum.Type,
        Size = state.Size,
        StorageClass = state.Headers.StorageClass ?? StorageClasses.Standard,
        Owner = owner,
    };
}

/// <summary>What policies may ask about a listing.</summary>
internal static class ListConditions
{
    public static Dictionary<string, string> Of(string? prefix, string? delimiter, int? max)
    {
        var conditions = new Dictionary<string, string> { ["s3:prefix"] = prefix ?? "" };
        if (delimiter is not null)
        {
            conditions["s3:delimiter"] = delimiter;
        }

        if (max is { } keys)
        {
            conditions["s3:max-keys"] = keys.ToString(CultureInfo.InvariantCulture);
        }

        return conditions;
    }
}
