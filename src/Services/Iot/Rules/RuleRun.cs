using Weir.Engines.Sql.Iot;
using Weir.Protocols.Mqtt;

namespace Weir.Services.Iot.Rules;

/// <summary>One rule on one batch: what its statement made of the messages, and what went wrong. One thread fills it.</summary>
internal sealed class RuleRun(CompiledRule rule)
{
    public CompiledRule Rule { get; } = rule;

    /// <summary>By action, in the rule's order.</summary>
    public List<RuleItem>[] Items { get; } = [.. rule.Actions.Select(_ => new List<RuleItem>())];

    public SortedDictionary<int, List<RuleFailure>> Failures { get; } = [];

    public int Evaluated { get; private set; }

    public long EvaluatedBytes { get; private set; }

    public int Matched { get; private set; }

    public long MatchedBytes { get; private set; }

    public int Failed => Failures.Count;

    public void Add(IotInput input, int index, in MqttMessage message)
    {
        Evaluated++;
        EvaluatedBytes += message.Payload.Length;
        var outcome = Rule.Query.Evaluate(input);
        if (outcome.Error is { } error)
        {
            Matched++;
            Fail(index, new("SqlEvaluation", Rule.Name, $"The statement could not be evaluated: {error}"));
            return;
        }

        if (!outcome.IsMatch)
        {
            return;
        }

        Matched++;
        MatchedBytes += outcome.Payload.Length;
        for (var action = 0; action < Rule.Actions.Length; action++)
        {
            var item = Rule.Actions[action].Prepare(input, index, outcome.Payload);
            item.Depth = message.Depth;
            if (input.Broken is { } broken)
            {
                item.Fail($"A substitution template could not be evaluated: {broken}");
            }

            Items[action].Add(item);
        }
    }

    public void Fail(int message, RuleFailure failure)
    {
        if (!Failures.TryGetValue(message, out var failures))
        {
            Failures[message] = failures = [];
        }

        failures.Add(failure);
    }
}

/// <param name="Action">As the error action's message names it.</param>
internal sealed record RuleFailure(string Action, string Resource, string Message)
{
    /// <summary>See <see cref="RuleItem.IsPlatformFault"/>.</summary>
    public bool IsPlatformFault { get; init; }
}
