using System.Globalization;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Types;

/// <summary>From written types, Trino's or Hive's, to types.</summary>
public static class SqlTypes
{
    /// <summary>Reads a type in either dialect: <c>struct&lt;a:int&gt;</c>, <c>row(a integer)</c>, <c>string</c>.</summary>
    /// <exception cref="SqlException">There is no such type.</exception>
    public static SqlType Parse(string text) => Resolve(SqlParser.ParseType(text));

    public static SqlType Resolve(TypeSyntax syntax)
    {
        ArgumentNullException.ThrowIfNull(syntax);
        var arguments = syntax.Arguments;
        return syntax.Name switch
        {
            "boolean" => SqlType.Boolean,
            "tinyint" => SqlType.TinyInt,
            "smallint" => SqlType.SmallInt,
            "int" or "integer" => SqlType.Integer,
            "bigint" => SqlType.BigInt,
            "real" or "float" => SqlType.Real,
            "double" => SqlType.Double,
            "decimal" or "numeric" => Decimal(syntax),
            "string" => SqlType.Varchar,
            "varchar" => arguments.IsEmpty ? SqlType.Varchar : SqlType.VarcharOf(Number(syntax, 0, 0, int.MaxValue - 1)),
            "char" => SqlType.CharOf(arguments.IsEmpty ? 1 : Number(syntax, 0, 0, 65536)),
            "varbinary" or "binary" => SqlType.Varbinary,
            "date" => SqlType.Date,
            "time" => SqlType.Time(Digits(syntax)),
            "time with time zone" => SqlType.TimeZoned(Digits(syntax)),
            "timestamp" => SqlType.Timestamp(Digits(syntax)),
            "timestamp with time zone" => SqlType.TimestampZoned(Digits(syntax)),
            "interval day to second" => SqlType.IntervalDay,
            "interval year to month" => SqlType.IntervalYear,
            "json" => SqlType.Json,
            "uuid" => SqlType.Uuid,
            "ipaddress" => SqlType.Plain(SqlTypeKind.IpAddress),
            "hyperloglog" => SqlType.Plain(SqlTypeKind.HyperLogLog),
            "tdigest" => SqlType.Plain(SqlTypeKind.TDigest),
            "setdigest" => SqlType.Plain(SqlTypeKind.SetDigest),
            "qdigest" when arguments is [{ Type: { } measured }] => SqlType.QDigest(Resolve(measured)),
            "geometry" => SqlType.Plain(SqlTypeKind.Geometry),
            "sphericalgeography" => SqlType.Plain(SqlTypeKind.SphericalGeography),
            "bingtile" => SqlType.Plain(SqlTypeKind.BingTile),
            "color" => SqlType.Plain(SqlTypeKind.Color),
            "unknown" => SqlType.Unknown,
            "array" when arguments is [{ Type: { } element }] => SqlType.Array(Resolve(element)),
            "map" when arguments is [{ Type: { } key }, { Type: { } value }] => SqlType.Map(Resolve(key), Resolve(value)),
            "row" or "struct" when arguments.All(argument => argument.Type is not null) && !arguments.IsEmpty => SqlType.Row(
                [.. arguments.Select(argument => new SqlField(Lower(argument.Field), Resolve(argument.Type!)))]),
            _ => throw Unknown(syntax),
        };
    }

#pragma warning disable CA1308 // names are lower case
    private static string? Lower(Identifier? name) => name?.Value.ToLowerInvariant();
#pragma warning restore CA1308

    private static SqlType Decimal(TypeSyntax syntax)
    {
        var precision = syntax.Arguments.Length > 0 ? Number(syntax, 0, 0, int.MaxValue) : 38;
        var scale = syntax.Arguments.Length > 1 ? Number(syntax, 1, 0, int.MaxValue) : 0;
        if (precision is < 1 or > 38)
        {
            throw new SqlException(SqlErrorCode.InvalidFunctionArgument, string.Create(CultureInfo.InvariantCulture, $"DECIMAL precision must be in range [1, 38]: {precision}"));
        }

        if (scale > precision)
        {
            throw new SqlException(
                SqlErrorCode.InvalidFunctionArgument, string.Create(CultureInfo.InvariantCulture, $"DECIMAL scale must be in range [0, precision ({precision})]: {scale}"));
        }

        return SqlType.Decimal(precision, scale);
    }

    private static int Digits(TypeSyntax syntax)
    {
        var digits = syntax.Arguments.IsEmpty ? 3 : Number(syntax, 0, 0, int.MaxValue);
        return digits <= 12
            ? digits
            : throw new SqlException(
                SqlErrorCode.NumericValueOutOfRange,
                string.Create(CultureInfo.InvariantCulture, $"{syntax.Name.ToUpperInvariant()} precision must be in range [0, 12]: {digits}"),
                syntax.At == default ? null : syntax.At);
    }

    private static int Number(TypeSyntax syntax, int index, int min, int max) =>
        syntax.Arguments[index].Number is { } number && number >= min && number <= max
            ? (int)number
            : throw new SqlException(
                SqlErrorCode.InvalidArguments,
                $"Invalid type parameter of {Printing.SqlPrinter.Print(syntax)}", syntax.At == default ? null : syntax.At);

    private static SqlException Unknown(TypeSyntax syntax) =>
        new(SqlErrorCode.TypeNotFound, $"Unknown type: {Printing.SqlPrinter.Print(syntax)}", syntax.At == default ? null : syntax.At);
}
