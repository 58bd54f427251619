namespace Weir.Engines.Sql.Iot;

/// <summary>A SELECT list: <c>VALUE expression</c>, or items with names, <c>*</c> among them perhaps.</summary>
internal sealed class IotSelection(IotExpression? value, bool hasStar, (string[] Path, IotExpression Expression)[] items)
{
    /// <summary>True for a plain <c>SELECT *</c>: the message goes on as it came.</summary>
    public bool IsWhole => value is null && hasStar && items.Length == 0;

    public bool HasStar => hasStar;

    public IotValue Evaluate(in IotScope scope)
    {
        if (value is not null)
        {
            return value.Evaluate(scope);
        }

        if (IsWhole)
        {
            return scope.Root;
        }

        var members = new List<KeyValuePair<string, IotValue>>(items.Length + (hasStar ? 8 : 0));
        if (hasStar)
        {
            members.AddRange(scope.Root.Members());
        }

        foreach (var (path, expression) in items)
        {
            var item = expression.Evaluate(scope);
            if (!item.IsUndefined)
            {
                Set(members, path, item);
            }
        }

        return IotValue.Of(members);
    }

    /// <summary>Sets <c>a.b</c>: a later item replaces an earlier one of the same name.</summary>
    private static void Set(List<KeyValuePair<string, IotValue>> members, ReadOnlySpan<string> path, IotValue item)
    {
        var name = path[0];
        var at = members.FindIndex(member => member.Key == name);
        if (path.Length > 1)
        {
            List<KeyValuePair<string, IotValue>> inner = at < 0 ? [] : [.. members[at].Value.Members()];
            Set(inner, path[1..], item);
            item = IotValue.Of(inner);
        }

        if (at < 0)
        {
            members.Add(new(name, item));
        }
        else
        {
            members[at] = new(name, item);
        }
    }
}
