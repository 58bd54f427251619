using System.Text.RegularExpressions;
using Weir.Kernel.Identity;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Domain;

/// <summary>What groups and streams may be called, and what a request names.</summary>
internal static partial class LogNames
{
    public static string CheckGroup(string name)
    {
        CheckLength(name, "logGroupName");
        return GroupPattern().IsMatch(name)
            ? name
            : throw LogsErrors.Constraint(name, "logGroupName", @"Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+");
    }

    public static string CheckStream(string name)
    {
        CheckLength(name, "logStreamName");
        return name.AsSpan().IndexOfAny(':', '*') < 0
            ? name
            : throw LogsErrors.Constraint(name, "logStreamName", "Member must satisfy regular expression pattern: [^:*]*");
    }

    /// <summary>Requests name a group by name, or by name or ARN, but not by both.</summary>
    public static string Group(string? name, string? identifier) => (name, identifier) switch
    {
        ({ } known, null) => known,
        (null, { } known) => LogArns.GroupName(known),
        (null, null) => throw LogsErrors.Invalid("Either logGroupName or logGroupIdentifier is required."),
        _ => throw LogsErrors.Invalid("logGroupName and logGroupIdentifier cannot be specified together."),
    };

    /// <summary>The resource of everything done to a group: AWS checks its streams' common ARN.</summary>
    public static string Resource(CallContext call, string group, string stream = "") =>
        LogArns.Stream(call.Account, call.Region, group, stream);

    private static void CheckLength(string name, string member)
    {
        if (name.Length == 0)
        {
            throw LogsErrors.Constraint(name, member, "Member must have length greater than or equal to 1");
        }

        if (name.Length > LogsLimits.NameLengthMax)
        {
            throw LogsErrors.Constraint(name, member, $"Member must have length less than or equal to {LogsLimits.NameLengthMax}");
        }
    }

    [GeneratedRegex(@"^[\.\-_/#A-Za-z0-9]+\z")]
    private static partial Regex GroupPattern();
}
