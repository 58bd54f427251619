using System.Text.RegularExpressions;
using Weir.Kernel.Identity;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Domain;

/// <summary>A function as callers name it: by name, by partial or whole ARN, with or without a version or alias.</summary>
internal readonly partial record struct FunctionRef(string Account, string Region, string Name, string? Qualifier)
{
    public string FunctionArn => FunctionState.ArnOf(Account, Region, Name);

    public string Arn => Qualifier is null ? FunctionArn : $"{FunctionArn}:{Qualifier}";

    public static FunctionRef Parse(CallContext call, string text, string? qualifier = null)
    {
        var match = Pattern().Match(text);
        if (!match.Success || match.Groups["name"].Length > 64)
        {
            throw LambdaErrors.Constraint(
                text, "functionName",
                "Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?");
        }

        var own = match.Groups["qualifier"] is { Success: true } group ? group.Value : null;
        var asked = string.IsNullOrEmpty(qualifier) ? null : qualifier;
        if (asked is not null && !QualifierPattern().IsMatch(asked))
        {
            throw LambdaErrors.Constraint(asked, "qualifier", "Member must satisfy regular expression pattern: (|[a-zA-Z0-9$_-]+)");
        }

        if (own is not null && asked is not null && own != asked)
        {
            throw LambdaErrors.InvalidParameter("The derived qualifier from the function name does not match the specified qualifier.");
        }

        return new(
            match.Groups["account"] is { Success: true } account ? account.Value : call.Account,
            match.Groups["region"] is { Success: true } region ? region.Value : call.Region,
            match.Groups["name"].Value, asked ?? own);
    }

    [GeneratedRegex(
        @"^(arn:aws[a-zA-Z-]*:lambda:(?<region>[a-z0-9-]+):)?((?<account>[0-9]{12}):)?(function:)?(?<name>[a-zA-Z0-9_-]+)(:(?<qualifier>\$LATEST|[a-zA-Z0-9_-]+))?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^[a-zA-Z0-9$_-]{1,128}\z")]
    private static partial Regex QualifierPattern();
}
