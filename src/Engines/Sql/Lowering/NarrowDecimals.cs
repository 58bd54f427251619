using System.Globalization;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Lowering;

/// <summary>
/// Sums and products of decimals whose type has more than 18 digits, computed in 64 bits as if 18 were enough. The engine checks each:
/// a number that does not fit fails the statement (<see cref="EngineErrors.IsNarrowDecimal"/>), which is then run again without this.
/// </summary>
/// <param name="print">Prints an expression as its own type.</param>
internal sealed class NarrowDecimals(Func<BoundExpression, string> print)
{
    private const int Digits = 18;

    /// <summary>True where <see cref="Print"/> may be asked: a type of more digits, made of numbers that fit.</summary>
    public static bool Can(BoundExpression expression) => expression.Type is { Kind: SqlTypeKind.Decimal, Precision: > Digits, Scale: < Digits } type
        && expression switch
        {
            BoundCall { Name: "*" or "+" or "-", Arguments: [var left, var right] } => Fits(left) && Fits(right),
            BoundCall { Name: "cast", Arguments: [var value] } => CanCast(value, type),
            BoundCase branches => branches.Branches.All(branch => CanBranch(branch.Then)) && (branches.Else is null || CanBranch(branches.Else)),
            _ => false,
        };

    /// <summary>The expression as a decimal of at most 18 digits with the scale of its type.</summary>
    public string Print(BoundExpression expression)
    {
        if (expression.Type is not { Kind: SqlTypeKind.Decimal, Precision: > Digits } type)
        {
            return print(expression);
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"DECIMAL({Digits},{type.Scale})");
        return expression switch
        {
            BoundLiteral => $"CAST(NULL AS {name})",
            BoundCall { Name: "cast", Arguments: [var value] } => $"CAST({Print(value)} AS {name})",
            BoundCall { Arguments: [var left, var right] } call => $"({Print(left)} {call.Name} {Print(right)})",
            BoundCase branches =>
                $"(CASE{string.Concat(branches.Branches.Select(branch => $" WHEN {print(branch.When)} THEN {Print(branch.Then)}"))}"
                + $"{(branches.Else is null ? "" : $" ELSE {Print(branches.Else)}")} END)",
            _ => throw new InvalidOperationException($"no narrow form for {expression.GetType().Name}"),
        };
    }

    private static bool Fits(BoundExpression operand) =>
        operand.Type is { Kind: SqlTypeKind.Decimal, Precision: <= Digits } || Can(operand);

    private static bool CanBranch(BoundExpression result) => result is BoundLiteral { IsNull: true } || Can(result);

    /// <summary>Casts that only give more room; whether there is room for what is cast is known here, but for what is narrow itself.</summary>
    private static bool CanCast(BoundExpression value, SqlType to)
    {
        if (!value.Type.IsInteger && value.Type.Kind != SqlTypeKind.Decimal)
        {
            return false;
        }

        var from = Coercion.AsDecimal(value.Type);
        var widens = from.Scale <= to.Scale && from.Precision - from.Scale <= to.Precision - to.Scale;
        return widens && (from.Precision + to.Scale - from.Scale <= Digits || (from.Scale == to.Scale && Can(value)));
    }
}
