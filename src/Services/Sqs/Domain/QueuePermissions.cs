using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Weir.Kernel.Core;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Domain;

/// <summary>The older way to write a queue's policy: statements by label.</summary>
internal static partial class QueuePermissions
{
    public static string Add(QueueState queue, string label, IReadOnlyList<string> accounts, IReadOnlyList<string> actions)
    {
        if (!LabelPattern().IsMatch(label))
        {
            throw SqsErrors.InvalidParameter(
                "Label", label, "Label may have up to 80 characters, which must be alphanumeric, hyphens or underscores.");
        }

        if (actions.Count > SqsLimits.PermissionActionsMax)
        {
            throw SqsErrors.OverLimit(actions.Count);
        }

        if (actions.Count == 0 || accounts.Count == 0)
        {
            throw SqsErrors.MissingParameter(actions.Count == 0 ? "Actions" : "AWSAccountIds");
        }

        var policy = PolicyOf(queue);
        var statements = Statements(policy);
        if (statements.Any(statement => LabelOf(statement) == label))
        {
            throw SqsErrors.InvalidParameter("Label", label, "Already exists.");
        }

        statements.Add((JsonNode)new JsonObject
        {
            ["Sid"] = label,
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject
            {
                ["AWS"] = OneOrMany(accounts.Select(account => new Arn("iam", "", account, "root").ToString())),
            },
            ["Action"] = OneOrMany(actions.Select(action => $"SQS:{action}")),
            ["Resource"] = queue.Arn,
        });
        return policy.ToJsonString();
    }

    /// <summary>The policy that remains; null when nothing does.</summary>
    public static string? Remove(QueueState queue, string label)
    {
        var policy = PolicyOf(queue);
        var statements = Statements(policy);
        var statement = statements.FirstOrDefault(statement => LabelOf(statement) == label)
            ?? throw SqsErrors.InvalidParameter("Label", label, "can't find label on existing policy");
        statements.Remove(statement);
        return statements.Count == 0 ? null : policy.ToJsonString();
    }

    private static string? LabelOf(JsonNode? statement) => (statement as JsonObject)?["Sid"]?.ToString();

    private static JsonObject PolicyOf(QueueState queue) => queue.Policy is { } text
        ? (JsonObject)JsonNode.Parse(text)!
        : new JsonObject { ["Version"] = "2008-10-17", ["Id"] = $"{queue.Arn}/SQSDefaultPolicy", ["Statement"] = new JsonArray() };

    private static JsonArray Statements(JsonObject policy)
    {
        if (policy["Statement"] is JsonArray statements)
        {
            return statements;
        }

        var single = policy["Statement"]?.DeepClone();
        statements = single is null ? [] : [single];
        policy["Statement"] = statements;
        return statements;
    }

    private static JsonNode OneOrMany(IEnumerable<string> values)
    {
        var nodes = values.Select(value => (JsonNode)JsonValue.Create(value)).ToArray();
        return nodes is [var single] ? single : new JsonArray(nodes);
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,80}\\z")]
    private static partial Regex LabelPattern();
}
