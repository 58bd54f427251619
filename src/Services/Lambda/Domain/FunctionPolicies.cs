using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Weir.Kernel.Core;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Domain;

/// <summary>What AddPermission was asked for.</summary>
internal sealed record PermissionGrant(string Id, string Action, string Principal)
{
    public string? SourceArn { get; init; }
    public string? SourceAccount { get; init; }
    public string? OrganizationId { get; init; }
    public string? EventSourceToken { get; init; }
}

/// <summary>Resource policies of functions, statement by statement.</summary>
internal static partial class FunctionPolicies
{
    /// <summary>The statement as AddPermission answers it and GetPolicy lists it.</summary>
    public static string Statement(PermissionGrant grant, string resource)
    {
        if (!IdPattern().IsMatch(grant.Id))
        {
            throw LambdaErrors.Constraint(grant.Id, "statementId", "Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)");
        }

        if (!ActionPattern().IsMatch(grant.Action))
        {
            throw LambdaErrors.Constraint(
                grant.Action, "action", "Member must satisfy regular expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*])");
        }

        var statement = new JsonObject
        {
            ["Sid"] = grant.Id,
            ["Effect"] = "Allow",
            ["Principal"] = Principal(grant.Principal),
            ["Action"] = grant.Action,
            ["Resource"] = resource,
        };
        if (Condition(grant) is { Count: > 0 } condition)
        {
            statement["Condition"] = condition;
        }

        return statement.ToJsonString();
    }

    public static string Document(PolicyState policy) => new JsonObject
    {
        ["Version"] = "2012-10-17",
        ["Id"] = "default",
        ["Statement"] = new JsonArray([.. policy.Statements.Select(statement => JsonNode.Parse(statement))]),
    }.ToJsonString();

    public static string? IdOf(string statement) => JsonNode.Parse(statement)?["Sid"]?.ToString();

    private static JsonNode Principal(string principal)
    {
        if (principal == "*")
        {
            return JsonValue.Create(principal);
        }

        if (AccountPattern().IsMatch(principal))
        {
            return new JsonObject { ["AWS"] = new Arn("iam", "", principal, "root").ToString() };
        }

        if (Arn.TryParse(principal, out _))
        {
            return new JsonObject { ["AWS"] = principal };
        }

        return principal.Contains('.')
            ? new JsonObject { ["Service"] = principal }
            : throw LambdaErrors.InvalidParameter("The provided principal was invalid. Please check the principal and try again.");
    }

    private static JsonObject Condition(PermissionGrant grant)
    {
        var condition = new JsonObject();
        var equal = new JsonObject();
        if (grant.SourceAccount is { } account)
        {
            equal["AWS:SourceAccount"] = account;
        }

        if (grant.OrganizationId is { } organization)
        {
            equal["aws:PrincipalOrgID"] = organization;
        }

        if (grant.EventSourceToken is { } token)
        {
            equal["lambda:EventSourceToken"] = token;
        }

        if (equal.Count > 0)
        {
            condition["StringEquals"] = equal;
        }

        if (grant.SourceArn is { } arn)
        {
            condition["ArnLike"] = new JsonObject { ["AWS:SourceArn"] = arn };
        }

        return condition;
    }

    [GeneratedRegex(@"^[a-zA-Z0-9_-]{1,100}\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^(lambda:[*]|lambda:[a-zA-Z]+|[*])\z")]
    private static partial Regex ActionPattern();

    [GeneratedRegex(@"^[0-9]{12}\z")]
    private static partial Regex AccountPattern();
}
