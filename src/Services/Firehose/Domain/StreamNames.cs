using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Domain;

/// <summary>A delivery stream by its name, or by its ARN where other services name it.</summary>
internal static class StreamNames
{
    public static StreamAddress Resolve(CallContext call, string nameOrArn) =>
        Arn.TryParse(nameOrArn, out var arn) ? new(arn.Account, arn.Region, arn.ResourceName) : new(call.Account, call.Region, nameOrArn);

    public static string ArnOf(CallContext call, string name) => Resolve(call, name).Arn;
}
