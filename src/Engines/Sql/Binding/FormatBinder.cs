using System.Text;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary><c>format('%s %,d', …)</c>: the values go as text, a letter for each says what they were.</summary>
internal sealed class FormatBinder(ExpressionBinder binder)
{
    public BoundExpression Bind(FunctionCall call)
    {
        var format = binder.Coerced(binder.Bind(call.Arguments[0]), SqlType.Varchar, "format", call.Arguments[0].At);
        var kinds = new StringBuilder();
        var texts = new List<BoundExpression>();
        foreach (var argument in call.Arguments.Skip(1))
        {
            var value = binder.Bind(argument);
            kinds.Append(value.Type.Kind switch
            {
                SqlTypeKind.Boolean => 'b',
                SqlTypeKind.TinyInt or SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt => 'i',
                SqlTypeKind.Real or SqlTypeKind.Double => 'f',
                SqlTypeKind.Decimal => 'm',
                SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.Timestamp => 'd',
                SqlTypeKind.TimestampZoned => 'z',
                _ => 's',
            });
            // Java has nanoseconds.
            value = value.Type.IsFine && value.Type.Precision > 9 ? binder.Conversions.Cast(value, Times.OfDigits(value.Type, 9), argument.At) : value;
            texts.Add(binder.Conversions.Display(value));
        }

        var list = texts.Count == 0 ? "CAST([] AS VARCHAR[])" : "[{1*}]";
        return new BoundCall("format", SqlType.Varchar, $"weir_format({{0}}, {DuckText.Literal(kinds.ToString())}, {list})", [format, .. texts]);
    }
}
