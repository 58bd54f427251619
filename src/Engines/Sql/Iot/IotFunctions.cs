using System.Collections.Frozen;

namespace Weir.Engines.Sql.Iot;

/// <summary>One function of rule SQL: what it does with values, and how many it takes.</summary>
internal sealed record IotFunction(int ArgumentsMin, int ArgumentsMax, Func<IotInput, IotValue[], IotValue> Run);

/// <summary>The functions by name (upper case). Those that call other services are not among them.</summary>
internal static partial class IotFunctions
{
    public static FrozenDictionary<string, IotFunction> All { get; } = Collect().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The targets of CAST (upper case).</summary>
    public static FrozenDictionary<string, IotFunction> Casts { get; } = new Dictionary<string, IotFunction>
    {
        ["STRING"] = Of(ToText),
        ["NVARCHAR"] = Of(ToText),
        ["TEXT"] = Of(ToText),
        ["NTEXT"] = Of(ToText),
        ["VARCHAR"] = Of(ToText),
        ["INT"] = Of(ToInt),
        ["INTEGER"] = Of(ToInt),
        ["DOUBLE"] = Of(CastNumber),
        ["DECIMAL"] = Of(CastNumber),
        ["BOOL"] = Of(CastBoolean),
        ["BOOLEAN"] = Of(CastBoolean),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static Dictionary<string, IotFunction> Collect()
    {
        var all = new Dictionary<string, IotFunction>(StringComparer.Ordinal);
        AddMessage(all);
        AddNumbers(all);
        AddStrings(all);
        AddValues(all);
        return all;
    }

    private static IotFunction Of(Func<IotValue, IotValue> run) => new(1, 1, (_, values) => run(values[0]));

    private static IotFunction Of(Func<IotValue, IotValue, IotValue> run) => new(2, 2, (_, values) => run(values[0], values[1]));

    /// <summary>All arguments as text; Undefined when one has none.</summary>
    private static IotFunction OfTexts(int count, Func<string[], IotValue> run) => new(count, count, (_, values) =>
    {
        var texts = new string[values.Length];
        for (var index = 0; index < texts.Length; index++)
        {
            if (values[index].ToText() is not { } text)
            {
                return default;
            }

            texts[index] = text;
        }

        return run(texts);
    });

    private static IotValue ToText(IotValue value) => IotValue.Of(value.ToText());

    /// <summary>Rounded down; Undefined when it is no number.</summary>
    private static IotValue ToInt(IotValue value)
    {
        var number = CastNumber(value);
        return !number.IsNumber ? default
            : number.IsExact ? IotValue.Of(decimal.Floor(number.Number))
            : IotValue.Of(Math.Floor(number.ToDouble()));
    }

    private static IotValue CastNumber(IotValue value) =>
        value.Kind == IotKind.Boolean ? IotValue.Of(value.IsTrue ? 1m : 0m) : value.ToNumber();

    private static IotValue CastBoolean(IotValue value) =>
        value.IsNumber ? IotValue.Of(value.ToDouble() != 0) : value.ToBoolean();

    private static bool TryInt(IotValue value, out int result)
    {
        var number = value.ToNumber();
        result = number.IsNumber ? (int)Math.Clamp(Math.Floor(number.ToDouble()), int.MinValue, int.MaxValue) : 0;
        return number.IsNumber;
    }
}
