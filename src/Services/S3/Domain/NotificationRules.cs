using Weir.Kernel.Core;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Domain;

/// <summary>Which notification configurations S3 accepts, and which of them an event reaches.</summary>
internal static class NotificationRules
{
    public static IReadOnlyList<NotificationState> Accept(NotificationConfiguration configuration, IdSource ids)
    {
        if (configuration.TopicConfigurations is { Count: > 0 } || configuration.EventBridgeConfiguration is not null)
        {
            throw S3Errors.HeaderNotImplemented(
                configuration.EventBridgeConfiguration is null ? "TopicConfiguration" : "EventBridgeConfiguration");
        }

        var queues = (configuration.QueueConfigurations ?? [])
            .Select(queue => Accept(queue.Id, NotificationKind.Queue, queue.QueueArn, "sqs", queue.Events, queue.Filter, ids));
        var functions = (configuration.LambdaFunctionConfigurations ?? [])
            .Select(function => Accept(
                function.Id, NotificationKind.Function, function.LambdaFunctionArn, "lambda", function.Events, function.Filter, ids));
        List<NotificationState> accepted = [.. queues, .. functions];
        RequireDistinct(accepted);
        return accepted;
    }

    public static bool Matches(NotificationState rule, string eventName, string key) =>
        rule.Events.Any(pattern => EventNames.Matches(pattern, eventName))
        && key.StartsWith(rule.Prefix ?? "", StringComparison.Ordinal)
        && key.EndsWith(rule.Suffix ?? "", StringComparison.Ordinal);

    public static NotificationConfigurationFilter? Present(NotificationState rule)
    {
        List<FilterRule> rules = [];
        if (rule.Prefix is not null)
        {
            rules.Add(new() { Name = "Prefix", Value = rule.Prefix });
        }

        if (rule.Suffix is not null)
        {
            rules.Add(new() { Name = "Suffix", Value = rule.Suffix });
        }

        return rules.Count == 0 ? null : new() { Key = new() { FilterRules = rules } };
    }

    private static NotificationState Accept(
        string? id, NotificationKind kind, string destination, string service, IReadOnlyList<string> events,
        NotificationConfigurationFilter? filter, IdSource ids)
    {
        if (!Arn.TryParse(destination, out var arn) || arn.Service != service)
        {
            throw S3Errors.InvalidArgument("The ARN could not be parsed", "Arn", destination);
        }

        if (events.Count == 0)
        {
            throw S3Errors.MalformedXml();
        }

        foreach (var name in events.Where(name => !EventNames.IsKnown(name)))
        {
            throw S3Errors.InvalidArgument("The event '" + name + "' is not supported for notifications", "Event", name);
        }

        return new()
        {
            Id = string.IsNullOrEmpty(id) ? ids.NewId() : id,
            Kind = kind,
            Destination = destination,
            Events = events,
            Prefix = RuleOf(filter, "prefix"),
            Suffix = RuleOf(filter, "suffix"),
        };
    }

    private static string? RuleOf(NotificationConfigurationFilter? filter, string name)
    {
        var rules = filter?.Key?.FilterRules ?? [];
        if (rules.FirstOrDefault(rule => rule.Name?.ToLowerInvariant() is not ("prefix" or "suffix")) is { } wrong)
        {
            throw S3Errors.InvalidArgument("filter rule name must be either prefix or suffix", "FilterRule.Name", wrong.Name);
        }

        var named = rules.Where(rule => string.Equals(rule.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (named.Count > 1)
        {
            throw S3Errors.InvalidArgument($"Cannot specify more than one {name} rule in a filter.", "FilterRule.Name", name);
        }

        var value = named.SingleOrDefault()?.Value;
        return value is null || System.Text.Encoding.UTF8.GetByteCount(value) <= S3Limits.FilterBytesMax
            ? value
            : throw S3Errors.InvalidArgument("Size of filter rule value cannot exceed 1024 bytes in UTF-8 encoding.", "FilterRule.Value", value);
    }

    private static void RequireDistinct(List<NotificationState> rules)
    {
        if (rules.Count > S3Limits.NotificationsMax)
        {
            throw S3Errors.InvalidRequest("The maximum number of notification configurations has been exceeded");
        }

        for (var left = 0; left < rules.Count; left++)
        {
            for (var right = left + 1; right < rules.Count; right++)
            {
                if (rules[left].Id == rules[right].Id)
                {
                    throw S3Errors.InvalidArgument("Same ID used for multiple configurations. IDs must be unique", "Id", rules[left].Id);
                }

                if (Overlap(rules[left], rules[right]))
                {
                    throw S3Errors.InvalidArgument(
                        "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.");
                }
            }
        }
    }

    private static bool Overlap(NotificationState left, NotificationState right) =>
        left.Events.Any(one => right.Events.Any(other => EventNames.Overlap(one, other)))
        && IsOneWithin(left.Prefix ?? "", right.Prefix ?? "", static (text, start) => text.StartsWith(start, StringComparison.Ordinal))
        && IsOneWithin(left.Suffix ?? "", right.Suffix ?? "", static (text, end) => text.EndsWith(end, StringComparison.Ordinal));

    private static bool IsOneWithin(string left, string right, Func<string, string, bool> holds) => holds(left, right) || holds(right, left);
}
