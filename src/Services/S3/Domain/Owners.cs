using Weir.Services.S3.Model;

namespace Weir.Services.S3.Domain;

/// <summary>Owners as S3's XML names them.</summary>
internal static class Owners
{
    public static Owner Of(string account) => new() { ID = S3Names.OwnerId(account) };

    public static IReadOnlyList<Grant> FullControl(string account) =>
        [new() { Grantee = new() { Type = "CanonicalUser", ID = S3Names.OwnerId(account) }, Permission = "FULL_CONTROL" }];
}
