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
        var format = binder.Bind(call.Arguments[0]);
        if (format.Type.Kind is not (SqlTypeKind.Varchar or SqlTypeKind.Char or SqlTypeKind.Unknown))
        {
            throw new SqlException(
                SqlErrorCode.TypeMismatch, $"Type of first argument to format() must be VARCHAR (actual: {format.Type})", call.Arguments[0].At);
        }

        format = binder.Conversions.Coerce(format, SqlType.Varchar, call.Arguments[0].At);
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
                SqlTypeKind.Unknown => 's',
                _ when value.Type.Kind != SqlTypeKind.Json && Conversions.ToVarchar(value.Type) is null => throw new SqlException(
                    SqlErrorCode.NotSupported, $"Type not supported for formatting: {value.Type}", argument.At),
                _ => 's',
            });

            // Java has nanoseconds.
            value = value.Type.IsFine && value.Type.Precision > 9 ? binder.Conversions.Cast(value, Times.OfDigits(value.Type, 9), argument.At) : value;
            texts.Add(value.Type.Kind == SqlTypeKind.Char ? binder.Conversions.Cast(value, SqlType.Varchar, argument.At) : binder.Conversions.Display(value));
        }

        var list = texts.Count == 0 ? "CAST([] AS VARCHAR[])" : "[{1*}]";
        return new BoundCall("format", SqlType.Varchar, $"weir_format({{0}}, {DuckText.Literal(kinds.ToString())}, {list})", [format, .. texts]);
    }
}
