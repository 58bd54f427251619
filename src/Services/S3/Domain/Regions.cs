using System.Text.RegularExpressions;

namespace Weir.Services.S3.Domain;

/// <summary>Where buckets may be created. Source: CreateBucket, "LocationConstraint".</summary>
internal static partial class Regions
{
    public const string Default = "us-east-1";

    /// <param name="endpoint">The region the request is signed for.</param>
    public static string Choose(string endpoint, string? constraint)
    {
        if (string.IsNullOrEmpty(constraint))
        {
            return endpoint == Default ? Default : throw S3Errors.IllegalLocationConstraint("unspecified");
        }

        var region = constraint == "EU" ? "eu-west-1" : constraint;
        if (region == Default || !Name().IsMatch(region))
        {
            throw S3Errors.InvalidLocationConstraint(constraint);
        }

        return endpoint == Default || endpoint == region ? region : throw S3Errors.IllegalLocationConstraint(constraint);
    }

    [GeneratedRegex("^[a-z]{2}(-[a-z]+)+-[0-9]$")]
    private static partial Regex Name();
}
