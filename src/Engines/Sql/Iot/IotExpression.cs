namespace Weir.Engines.Sql.Iot;

/// <summary>What an expression is evaluated against: a message, or an element of it inside a nested SELECT.</summary>
internal readonly record struct IotScope(IotInput Input, IotValue? Element)
{
    public IotValue Root => Element ?? Input.Root;
}

/// <summary>A compiled expression. Immutable; safe from any thread.</summary>
internal abstract class IotExpression
{
    public abstract IotValue Evaluate(in IotScope scope);

    /// <summary>The key of this item in a SELECT list without AS.</summary>
    public virtual string? DefaultName => null;
}

internal sealed class IotLiteral(IotValue value) : IotExpression
{
    public IotValue Value => value;

    public override IotValue Evaluate(in IotScope scope) => value;
}

internal sealed class IotField(string name) : IotExpression
{
    public override string DefaultName => name;

    public override IotValue Evaluate(in IotScope scope) => scope.Root.Member(name);
}

internal sealed class IotMember(IotExpression owner, string name) : IotExpression
{
    public override string DefaultName => name;

    public override IotValue Evaluate(in IotScope scope) => owner.Evaluate(scope).Member(name);
}

internal sealed class IotIndex(IotExpression owner, IotExpression index) : IotExpression
{
    public override string? DefaultName => owner.DefaultName;

    public override IotValue Evaluate(in IotScope scope) => IotFunctions.Get(owner.Evaluate(scope), index.Evaluate(scope));
}

/// <summary><c>*</c> as an argument: the whole message, as bytes unless it is JSON.</summary>
internal sealed class IotWhole : IotExpression
{
    public override IotValue Evaluate(in IotScope scope) => scope.Element ?? IotValue.Of(scope.Input.Payload.ToArray());
}

internal sealed class IotUnary(bool isNot, IotExpression operand) : IotExpression
{
    public override IotValue Evaluate(in IotScope scope)
    {
        var value = operand.Evaluate(scope);
        if (!isNot)
        {
            return IotOperators.Subtract(IotValue.Of(0m), value);
        }

        var truth = value.ToBoolean();
        return truth.IsUndefined ? truth : IotValue.Of(!truth.IsTrue);
    }
}

internal sealed class IotBinary(Func<IotValue, IotValue, IotValue> operation, IotExpression left, IotExpression right) : IotExpression
{
    public override IotValue Evaluate(in IotScope scope) => operation(left.Evaluate(scope), right.Evaluate(scope));
}

internal sealed class IotIn(IotExpression value, IotExpression set) : IotExpression
{
    public override IotValue Evaluate(in IotScope scope)
    {
        var wanted = value.Evaluate(scope);
        var items = set.Evaluate(scope);
        return wanted.IsUndefined || items.Kind != IotKind.Array
            ? default
            : IotValue.Of(items.Elements().Any(item => IotValue.AreEqual(wanted, item)));
    }
}

internal sealed class IotCase(IotExpression value, (IotExpression When, IotExpression Then)[] branches, IotExpression? otherwise)
    : IotExpression
{
    public override IotValue Evaluate(in IotScope scope)
    {
        var wanted = value.Evaluate(scope);
        if (wanted.IsUndefined)
        {
            return default;
        }

        foreach (var (when, then) in branches)
        {
            if (IotValue.AreEqual(wanted, when.Evaluate(scope)))
            {
                return then.Evaluate(scope);
            }
        }

        return otherwise?.Evaluate(scope) ?? default;
    }
}

internal sealed class IotArrayLiteral(IotExpression[] items) : IotExpression
{
    public override IotValue Evaluate(in IotScope scope)
    {
        var values = new List<IotValue>(items.Length);
        foreach (var item in items)
        {
            values.Add(item.Evaluate(scope));
        }

        return IotValue.Of(values);
    }
}

internal sealed class IotObjectLiteral((string Name, IotExpression Value)[] members) : IotExpression
{
    public override IotValue Evaluate(in IotScope scope)
    {
        var values = new List<KeyValuePair<string, IotValue>>(members.Length);
        foreach (var (name, value) in members)
        {
            values.Add(new(name, value.Evaluate(scope)));
        }

        return IotValue.Of(values);
    }
}

internal sealed class IotCall(string name, IotFunction function, IotExpression[] arguments) : IotExpression
{
    public override string DefaultName => name;

    public override IotValue Evaluate(in IotScope scope)
    {
        var values = arguments.Length == 0 ? [] : new IotValue[arguments.Length];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = arguments[index].Evaluate(scope);
        }

        return function.Run(scope.Input, values);
    }
}

/// <summary>A SELECT over an array inside the message; the result is an array.</summary>
internal sealed class IotNestedQuery(IotSelection selection, IotExpression from, IotExpression? where) : IotExpression
{
    public override IotValue Evaluate(in IotScope scope)
    {
        var source = from.Evaluate(scope);
        var results = new List<IotValue>();
        foreach (var element in source.Kind == IotKind.Object ? [source] : source.Elements())
        {
            var inner = scope with { Element = element };
            if (where is null || where.Evaluate(inner).ToBoolean().IsTrue)
            {
                var result = selection.Evaluate(inner);
                if (!result.IsUndefined)
                {
                    results.Add(result);
                }
            }
        }

        return source.Kind is IotKind.Array or IotKind.Object ? IotValue.Of(results) : default;
    }
}

internal sealed class IotExists(IotExpression query) : IotExpression
{
    public override IotValue Evaluate(in IotScope scope) => IotValue.Of(query.Evaluate(scope).Elements().Any());
}
