using Weir.Kernel.Core;
using Weir.Kernel.Identity;

namespace Weir.Services.Athena.Domain;

/// <summary>ARNs of what Athena holds.</summary>
internal static class AthenaArns
{
    public const string DefaultCatalog = "AwsDataCatalog";

    public static string WorkGroup(CallContext call, string? name) =>
        new Arn("athena", call.Region, call.Account, $"workgroup/{name ?? State.WorkGroupState.Primary}").ToString();

    public static string Capacity(CallContext call, string name) =>
        new Arn("athena", call.Region, call.Account, $"capacity-reservation/{name}").ToString();

    public static string Catalog(CallContext call, string name) =>
        new Arn("athena", call.Region, call.Account, $"datacatalog/{name}").ToString();
}
