namespace Weir.Engines.Sql.Iot;

/// <content>Values of any type.</content>
internal static partial class IotFunctions
{
    /// <summary>An array's element, a string's character, or an object's member.</summary>
    public static IotValue Get(IotValue owner, IotValue key) => owner.Kind switch
    {
        IotKind.Array => TryInt(key, out var index) ? owner.Element(index) : default,
        IotKind.String => TryInt(key, out var at) && at >= 0 && at < owner.Text.Length
            ? IotValue.Of(owner.Text[at].ToString())
            : default,
        IotKind.Object => key.Kind == IotKind.String ? owner.Member(key.Text) : default,
        _ => default,
    };

    private static void AddValues(Dictionary<string, IotFunction> all)
    {
        all["GET"] = Of(Get);
        all["ISNULL"] = Of(static value => IotValue.Of(value.Kind == IotKind.Null));
        all["ISUNDEFINED"] = Of(static value => IotValue.Of(value.IsUndefined));
        all["NANVL"] = Of(static (value, otherwise) => value.Kind is IotKind.Undefined or IotKind.Null ? otherwise : value);
        all["COALESCE"] = new(1, int.MaxValue, static (_, values) =>
            values.FirstOrDefault(value => value.Kind is not (IotKind.Undefined or IotKind.Null)));
        all["NULLIF"] = Of(static (left, right) => !left.IsUndefined && IotValue.AreEqual(left, right) ? IotValue.Null : left);
        all["TRANSFORM"] = new(3, 3, static (_, values) => Transform(values[0], values[1], values[2]));
    }

    private static IotValue Transform(IotValue mode, IotValue attributes, IotValue array)
    {
        if (mode.Kind != IotKind.String || mode.Text != "enrichArray" || attributes.Kind != IotKind.Object || array.Kind != IotKind.Array)
        {
            return default;
        }

        var results = new List<IotValue>();
        foreach (var item in array.Elements())
        {
            if (item.Kind != IotKind.Object)
            {
                return default;
            }

            results.Add(IotValue.Of(item.Members()
                .Where(member => attributes.Member(member.Key).IsUndefined)
                .Concat(attributes.Members())
                .ToList()));
        }

        return IotValue.Of(results);
    }
}
