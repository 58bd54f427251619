using Weir.Kernel.Core;

namespace Weir.Services.Logs.State;

/// <summary>The ARNs of groups and streams.</summary>
internal static class LogArns
{
    private const string GroupPrefix = "log-group:";

    public static string Group(string account, string region, string group) =>
        new Arn("logs", region, account, $"{GroupPrefix}{group}").ToString();

    public static string Stream(string account, string region, string group, string stream) =>
        new Arn("logs", region, account, $"{GroupPrefix}{group}:log-stream:{stream}").ToString();

    /// <summary>A group's name, whether it was given as such or as an ARN, with or without the <c>:*</c>.</summary>
    public static string GroupName(string nameOrArn)
    {
        if (!Arn.TryParse(nameOrArn, out var arn) || !arn.Resource.StartsWith(GroupPrefix, StringComparison.Ordinal))
        {
            return nameOrArn;
        }

        var name = arn.Resource[GroupPrefix.Length..];
        return name.EndsWith(":*", StringComparison.Ordinal) ? name[..^2] : name;
    }
}
