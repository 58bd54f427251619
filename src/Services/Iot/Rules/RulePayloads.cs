using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Iot.Model;

namespace Weir.Services.Iot.Rules;

/// <summary>What must hold of a rule beside its being compilable.</summary>
internal static class RulePayloads
{
    /// <summary>Roles must be of the caller's account, and the caller must be allowed to pass them.</summary>
    public static void AuthorizeRoles(CallContext call, TopicRulePayload payload)
    {
        var actions = payload.ErrorAction is { } errorAction ? payload.Actions.Append(errorAction) : payload.Actions;
        foreach (var role in actions.Select(RoleOf).Where(role => role is not null).Distinct(StringComparer.Ordinal))
        {
            if (!Arn.TryParse(role, out var arn) || arn.Service != "iam" || arn.Account != call.Account)
            {
                throw IotErrors.Invalid($"The role {role} is not a role of account {call.Account}");
            }

            call.Authorize("iam:PassRole", role!);
        }
    }

    /// <summary>Tags as a query string: <c>a=1&amp;b=2</c>.</summary>
    public static IReadOnlyDictionary<string, string> ParseTags(string? tags)
    {
        var all = new Dictionary<string, string>();
        foreach (var pair in (tags ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            all[Uri.UnescapeDataString(parts[0])] = parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "";
        }

        return all.Count <= IotLimits.TagsMax ? all : throw IotErrors.LimitExceeded($"A resource has at most {IotLimits.TagsMax} tags");
    }

    private static string? RoleOf(Action action) =>
        action.Kinesis?.RoleArn ?? action.Firehose?.RoleArn ?? action.S3?.RoleArn ?? action.Sqs?.RoleArn ?? action.Republish?.RoleArn;
}
