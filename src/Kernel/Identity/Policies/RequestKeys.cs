using System.Globalization;

namespace Weir.Kernel.Identity.Policies;

/// <summary>The condition keys of one request: the global ones and the operation's own. Computed when asked for.</summary>
public sealed class RequestKeys(
    CallContext call, AuthorizationRequest request, PrincipalPolicies policies, string resourceAccount, DateTimeOffset now) : IConditionKeys
{
    private const string PrincipalTag = "aws:PrincipalTag/";

    public IReadOnlyList<string>? Find(string key)
    {
        if (request.Conditions is { } own)
        {
            foreach (var (name, value) in own)
            {
                if (name.Equals(key, StringComparison.OrdinalIgnoreCase))
                {
                    return [value];
                }
            }
        }

        if (key.StartsWith(PrincipalTag, StringComparison.OrdinalIgnoreCase))
        {
            var name = key[PrincipalTag.Length..];
            return call.Caller.SessionTags.TryGetValue(name, out var tag) || policies.Tags.TryGetValue(name, out tag) ? [tag] : null;
        }

        return Global(key.ToLowerInvariant()) is { } found ? [found] : null;
    }

    private string? Global(string key)
    {
        var caller = call.Caller;
        var isPerson = caller.Kind is CallerKind.Root or CallerKind.User or CallerKind.AssumedRole;
        return key switch
        {
            "aws:currenttime" => now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            "aws:epochtime" => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            "aws:sourceip" => call.SourceAddress is { } address
                ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
                : null,
            "aws:securetransport" => call.IsTls ? "true" : "false",
            "aws:useragent" => call.UserAgent,
            "aws:requestedregion" => call.Region,
            "aws:resourceaccount" => resourceAccount,
            "aws:sourcearn" => call.SourceArn,
            "aws:sourceaccount" => call.SourceArn is not null || caller.Kind == CallerKind.Service ? caller.Account : null,
            "aws:username" => caller.Kind == CallerKind.User ? caller.Arn[(caller.Arn.LastIndexOf('/') + 1)..] : null,
            "aws:userid" => isPerson ? caller.UserId : caller.Kind == CallerKind.Anonymous ? "anonymous" : null,
            "aws:principalarn" => isPerson ? caller.RoleArn ?? caller.Arn : null,
            "aws:principalaccount" => isPerson ? caller.Account : null,
            "aws:principaltype" => TypeOf(caller.Kind),
            "aws:principalisawsservice" => caller.Kind == CallerKind.Service ? "true" : "false",
            "aws:principalservicename" => caller.Kind == CallerKind.Service ? caller.Arn : null,
            "aws:viaawsservice" => "false",
            _ => null,
        };
    }

    private static string? TypeOf(CallerKind kind) => kind switch
    {
        CallerKind.Root => "Account",
        CallerKind.User => "User",
        CallerKind.AssumedRole => "AssumedRole",
        CallerKind.Anonymous => "Anonymous",
        CallerKind.Service or CallerKind.Device => null,
    };
}
