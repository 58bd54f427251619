namespace Weir.Engines.Sql.Iot;

/// <summary>A compiled rule statement: SELECT … FROM 'filter' WHERE …. Immutable; safe from any thread.</summary>
public sealed class IotQuery
{
    private readonly IotSelection _selection;
    private readonly IotExpression? _where;

    internal IotQuery(string? topicFilter, IotSelection selection, IotExpression? where)
    {
        TopicFilter = topicFilter;
        _selection = selection;
        _where = where;
    }

    /// <summary>The filter of FROM; null when there is no FROM.</summary>
    public string? TopicFilter { get; }

    /// <exception cref="SqlException">The statement is not rule SQL; the message says where.</exception>
    public static IotQuery Parse(string text) => IotParser.ParseQuery(text);

    /// <summary>Runs the statement on one message. A plain <c>SELECT *</c> gives the message's own bytes.</summary>
    public IotOutcome Evaluate(IotInput input)
    {
        var scope = new IotScope(input, null);
        if (_where is not null)
        {
            var holds = _where.Evaluate(scope).ToBoolean().IsTrue;
            if (input.Broken is not null)
            {
                return IotOutcome.Failed(input.Broken);
            }

            if (!holds)
            {
                return default;
            }
        }

        if (_selection.IsWhole)
        {
            return IotOutcome.Matched(input.Payload);
        }

        if (_selection.HasStar && input.Root.Kind != IotKind.Object)
        {
            return IotOutcome.Failed(input.Broken ?? "the payload is not a JSON object");
        }

        var result = _selection.Evaluate(scope);
        return input.Broken is null ? IotOutcome.Matched(Bytes(result)) : IotOutcome.Failed(input.Broken);
    }

    private static ReadOnlyMemory<byte> Bytes(IotValue result)
    {
        if (result.Kind is IotKind.Binary)
        {
            return result.Bytes;
        }

        if (result.IsUndefined)
        {
            return default;
        }

        return result.ToJson();
    }
}

/// <summary>What a statement made of a message.</summary>
public readonly record struct IotOutcome
{
    public bool IsMatch { get; private init; }

    public ReadOnlyMemory<byte> Payload { get; private init; }

    /// <summary>Why it could not be evaluated; null when it could.</summary>
    public string? Error { get; private init; }

    public static IotOutcome Matched(ReadOnlyMemory<byte> payload) => new() { IsMatch = true, Payload = payload };

    public static IotOutcome Failed(string error) => new() { Error = error };
}
