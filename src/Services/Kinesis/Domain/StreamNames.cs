using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Domain;

/// <summary>A stream is named by its name or its ARN, or by both when they agree.</summary>
internal static class StreamNames
{
    public static StreamAddress Resolve(CallContext call, string? name, string? arn)
    {
        if (arn is null)
        {
            return new(call.Account, call.Region, name ?? throw KinesisErrors.Invalid("Either StreamName or StreamARN must be provided."));
        }

        if (!Arn.TryParse(arn, out var parsed) || parsed.Service != "kinesis" || !parsed.Resource.StartsWith("stream/", StringComparison.Ordinal))
        {
            throw KinesisErrors.Validation($"1 validation error detected: Value '{arn}' at 'streamARN' failed to satisfy constraint: "
                + "Member must satisfy regular expression pattern: arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+");
        }

        var named = parsed.Resource["stream/".Length..].Split('/')[0];
        if (name is not null && name != named)
        {
            throw KinesisErrors.Invalid($"StreamName {name} and StreamARN {arn} name different streams.");
        }

        return new(parsed.Account, parsed.Region, named);
    }

    /// <summary>A name or an ARN, as other services give it.</summary>
    public static StreamAddress Resolve(CallContext call, string nameOrArn) =>
        nameOrArn.StartsWith("arn:", StringComparison.Ordinal) ? Resolve(call, null, nameOrArn) : Resolve(call, nameOrArn, null);

    public static string ArnOf(CallContext call, string? name, string? arn) => Resolve(call, name, arn).Arn;
}
