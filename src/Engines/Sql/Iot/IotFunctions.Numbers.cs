namespace Weir.Engines.Sql.Iot;

/// <content>Arithmetic.</content>
internal static partial class IotFunctions
{
    private static void AddNumbers(Dictionary<string, IotFunction> all)
    {
        all["ABS"] = Of(static value => value.ToNumber() is { IsNumber: true } number
            ? number.IsExact ? IotValue.Of(Math.Abs(number.Number)) : IotValue.Of(Math.Abs(number.ToDouble()))
            : default);
        all["CEIL"] = OfRounding(decimal.Ceiling, Math.Ceiling);
        all["FLOOR"] = OfRounding(decimal.Floor, Math.Floor);
        all["ROUND"] = OfRounding(
            static number => decimal.Round(number, MidpointRounding.AwayFromZero),
            static number => Math.Round(number, MidpointRounding.AwayFromZero));
        all["SIGN"] = Of(static value => value.ToNumber() is { IsNumber: true } number
            ? IotValue.Of((decimal)Math.Sign(number.ToDouble()))
            : default);
        all["TRUNC"] = Of(Truncate);
        all["MOD"] = Of(IotOperators.Remainder);
        all["REMAINDER"] = Of(IotOperators.Remainder);
        all["POWER"] = OfReals(Math.Pow);
        all["ATAN2"] = OfReals(Math.Atan2);
        AddReal(all, "SQRT", Math.Sqrt);
        AddReal(all, "EXP", Math.Exp);
        AddReal(all, "LN", Math.Log);
        AddReal(all, "LOG", Math.Log10);
        AddReal(all, "SIN", Math.Sin);
        AddReal(all, "SINH", Math.Sinh);
        AddReal(all, "ASIN", Math.Asin);
        AddReal(all, "COS", Math.Cos);
        AddReal(all, "COSH", Math.Cosh);
        AddReal(all, "ACOS", Math.Acos);
        AddReal(all, "TAN", Math.Tan);
        AddReal(all, "TANH", Math.Tanh);
        AddReal(all, "ATAN", Math.Atan);
        all["BITAND"] = OfBits(static (left, right) => left & right);
        all["BITOR"] = OfBits(static (left, right) => left | right);
        all["BITXOR"] = OfBits(static (left, right) => left ^ right);
        all["BITNOT"] = Of(static value => TryLong(value, out var bits) ? IotValue.Of((decimal)~bits) : default);
    }

    private static void AddReal(Dictionary<string, IotFunction> all, string name, Func<double, double> run) =>
        all[name] = Of(value => value.ToNumber() is { IsNumber: true } number ? IotValue.Of(run(number.ToDouble())) : default);

    private static IotFunction OfReals(Func<double, double, double> run) => Of((left, right) =>
        left.ToNumber() is { IsNumber: true } a && right.ToNumber() is { IsNumber: true } b
            ? IotValue.Of(run(a.ToDouble(), b.ToDouble()))
            : default);

    private static IotFunction OfRounding(Func<decimal, decimal> exact, Func<double, double> real) => Of(value =>
        value.ToNumber() is { IsNumber: true } number
            ? number.IsExact ? IotValue.Of(exact(number.Number)) : IotValue.Of(real(number.ToDouble()))
            : default);

    private static IotFunction OfBits(Func<long, long, long> run) => Of((left, right) =>
        TryLong(left, out var a) && TryLong(right, out var b) ? IotValue.Of((decimal)run(a, b)) : default);

    private static bool TryLong(IotValue value, out long result)
    {
        var number = value.ToNumber();
        var whole = number.IsNumber && number.IsExact ? decimal.Floor(number.Number) : decimal.MaxValue;
        var fits = whole is >= long.MinValue and <= long.MaxValue;
        result = fits ? (long)whole : 0;
        return fits;
    }

    /// <summary>Cuts to so many decimal places (0 to 34).</summary>
    private static IotValue Truncate(IotValue value, IotValue places)
    {
        var number = value.ToNumber();
        if (!number.IsNumber || !TryInt(places, out var digits) || digits is < 0 or > 34)
        {
            return default;
        }

        if (!number.IsExact)
        {
            return number;
        }

        var cut = decimal.Round(number.Number, Math.Min(digits, 28), MidpointRounding.ToZero);
        return IotValue.Of(cut);
    }
}
