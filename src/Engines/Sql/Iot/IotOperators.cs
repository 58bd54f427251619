namespace Weir.Engines.Sql.Iot;

/// <summary>The operators of rule SQL with their tables of types (AWS IoT Developer Guide, "Operators").</summary>
internal static class IotOperators
{
    public static IotValue And(IotValue left, IotValue right)
    {
        var (a, b) = (left.ToBoolean(), right.ToBoolean());
        return a.IsUndefined || b.IsUndefined ? default : IotValue.Of(a.IsTrue && b.IsTrue);
    }

    public static IotValue Or(IotValue left, IotValue right)
    {
        var (a, b) = (left.ToBoolean(), right.ToBoolean());
        return a.IsUndefined || b.IsUndefined ? default : IotValue.Of(a.IsTrue || b.IsTrue);
    }

    public static IotValue Same(IotValue left, IotValue right) =>
        left.IsUndefined || right.IsUndefined ? default : IotValue.Of(IotValue.AreEqual(left, right));

    public static IotValue Different(IotValue left, IotValue right) =>
        left.IsUndefined || right.IsUndefined ? default : IotValue.Of(!IotValue.AreEqual(left, right));

    public static IotValue Less(IotValue left, IotValue right) => Ordered(left, right, static order => order < 0);

    public static IotValue LessOrSame(IotValue left, IotValue right) => Ordered(left, right, static order => order <= 0);

    public static IotValue Greater(IotValue left, IotValue right) => Ordered(left, right, static order => order > 0);

    public static IotValue GreaterOrSame(IotValue left, IotValue right) => Ordered(left, right, static order => order >= 0);

    /// <summary>Sum, or concatenation when either side is a string.</summary>
    public static IotValue Add(IotValue left, IotValue right)
    {
        if (left.Kind == IotKind.String || right.Kind == IotKind.String)
        {
            return left.ToText() is { } a && right.ToText() is { } b ? IotValue.Of(a + b) : default;
        }

        return left.IsNumber && right.IsNumber
            ? Calculate(left, right, static (a, b) => a + b, static (a, b) => a + b)
            : default;
    }

    public static IotValue Subtract(IotValue left, IotValue right) =>
        Calculate(left, right, static (a, b) => a - b, static (a, b) => a - b);

    public static IotValue Multiply(IotValue left, IotValue right) =>
        Calculate(left, right, static (a, b) => a * b, static (a, b) => a * b);

    /// <summary>Of two Ints the quotient is an Int, cut towards zero.</summary>
    public static IotValue Divide(IotValue left, IotValue right)
    {
        var isInt = left.Kind == IotKind.Int && right.Kind == IotKind.Int;
        var quotient = Calculate(left, right, static (a, b) => a / b, static (a, b) => a / b);
        return isInt && quotient.IsNumber ? IotValue.Of(decimal.Truncate(quotient.Number)) : quotient;
    }

    public static IotValue Remainder(IotValue left, IotValue right) =>
        Calculate(left, right, static (a, b) => a % b, static (a, b) => a % b);

    private static IotValue Calculate(
        IotValue left, IotValue right, Func<decimal, decimal, decimal> exact, Func<double, double, double> real)
    {
        var (a, b) = (left.ToNumber(), right.ToNumber());
        if (a.IsUndefined || b.IsUndefined)
        {
            return default;
        }

        try
        {
            return a.IsExact && b.IsExact ? IotValue.Of(exact(a.Number, b.Number)) : IotValue.Of(real(a.ToDouble(), b.ToDouble()));
        }
        catch (OverflowException)
        {
            return IotValue.Of(real(a.ToDouble(), b.ToDouble()));
        }
        catch (DivideByZeroException)
        {
            return default;
        }
    }

    private static IotValue Ordered(IotValue left, IotValue right, Func<int, bool> holds)
    {
        var (a, b) = (left.ToNumber(), right.ToNumber());
        return a.IsUndefined || b.IsUndefined ? default : IotValue.Of(holds(IotValue.Compare(a, b)));
    }
}
