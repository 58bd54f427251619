using System.Globalization;
using Weir.Engines.Databases;
using Weir.Engines.Discovery.Types;

namespace Weir.Services.Glue.Crawling.Jdbc;

/// <summary>What a database's types are in the catalog, each with its reason where it is not the type of the same name.</summary>
internal static class JdbcTypes
{
    private const int DigitsMax = 38;

    private static readonly HiveType TinyInt = new(TypeKind.TinyInt);
    private static readonly HiveType SmallInt = new(TypeKind.SmallInt);
    private static readonly HiveType Float = new(TypeKind.Float);

    public static (HiveType Type, string Reason) Of(DatabaseKind kind, DatabaseColumn column)
    {
        var (type, reason) = kind == DatabaseKind.PostgreSql ? Postgres(column.BaseType, column.Class) : MySql(column.BaseType);
        return column.BaseType == column.NativeType ? (type, reason)
            : (type, $"{column.NativeType} is a domain over {column.BaseType}{(reason.Length > 0 ? "; " + reason : "")}");
    }

    private static (HiveType Type, string Reason) Postgres(string text, TypeClass @class)
    {
        if (text.EndsWith("[]", StringComparison.Ordinal))
        {
            var (element, why) = Postgres(text[..^2], @class);
            return (HiveType.ArrayOf(element), why);
        }

        switch (@class)
        {
            case TypeClass.Enum:
                return (HiveType.String, $"{text} is an enumeration, whose values are words");
            case TypeClass.Composite:
                return (HiveType.String, $"{text} is a row type, read as its text");
            case TypeClass.Range:
                return (HiveType.String, $"{text} is a range, read as its text");
            case TypeClass.Plain:
            default:
                break;
        }

        var (name, digits, scale) = Split(text);
        return name switch
        {
            "smallint" => (SmallInt, ""),
            "integer" => (HiveType.Int, ""),
            "bigint" => (HiveType.BigInt, ""),
            "oid" => (HiveType.BigInt, "oid has 32 bits without a sign"),
            "real" => (Float, ""),
            "double precision" => (HiveType.Double, ""),
            "numeric" => Decimal(text, digits, scale),
            "money" => (HiveType.Decimal(19, 2), "money has 64 bits and two digits after the point"),
            "boolean" => (HiveType.Boolean, ""),
            "bit" when digits is null or 1 => (HiveType.Boolean, "one bit is true or false"),
            "date" => (HiveType.Date, ""),
            "timestamp without time zone" => (HiveType.Timestamp, ""),
            "timestamp with time zone" => (HiveType.Timestamp, "timestamps of the catalog have no time zone"),
            "bytea" => (HiveType.Binary, ""),
            "text" or "character varying" or "character" or "\"char\"" or "name" or "citext" or "public.citext" => (HiveType.String, ""),
            "json" or "jsonb" or "xml" or "uuid" => (HiveType.String, $"{name} is read as its text"),
            _ => (HiveType.String, $"{text} has no counterpart and is read as its text"),
        };
    }

    private static (HiveType Type, string Reason) MySql(string text)
    {
        var (name, digits, scale) = Split(text);
        var isUnsigned = name.EndsWith(" unsigned", StringComparison.Ordinal) || name.EndsWith(" zerofill", StringComparison.Ordinal);
        var word = name.Split(' ', 2)[0];
        return word switch
        {
            "tinyint" when digits == 1 && !isUnsigned => (HiveType.Boolean, "tinyint(1) is how MySQL writes a boolean"),
            "tinyint" => isUnsigned ? (SmallInt, "0 to 255 do not fit a tinyint") : (TinyInt, ""),
            "smallint" => isUnsigned ? (HiveType.Int, "0 to 65,535 do not fit a smallint") : (SmallInt, ""),
            "mediumint" => (HiveType.Int, "mediumint has 24 bits"),
            "int" => isUnsigned ? (HiveType.BigInt, "0 to 4,294,967,295 do not fit an int") : (HiveType.Int, ""),
            "bigint" => isUnsigned ? (HiveType.Decimal(20, 0), "0 to 18,446,744,073,709,551,615 do not fit a bigint") : (HiveType.BigInt, ""),
            "float" => (Float, ""),
            "double" => (HiveType.Double, ""),
            "decimal" => Decimal(text, digits, scale),
            "bit" => digits is null or 1 ? (HiveType.Boolean, "one bit is true or false") : (HiveType.Binary, $"{text} is a row of bits"),
            "date" => (HiveType.Date, ""),
            "datetime" => (HiveType.Timestamp, ""),
            "timestamp" => (HiveType.Timestamp, ""),
            "year" => (HiveType.Int, "a year is a number"),
            "time" => (HiveType.String, "a time of day, or a span of up to 838 hours, is read as its text"),
            "binary" or "varbinary" or "tinyblob" or "blob" or "mediumblob" or "longblob" => (HiveType.Binary, ""),
            "enum" or "set" => (HiveType.String, $"{word} has words as its values"),
            "char" or "varchar" or "tinytext" or "text" or "mediumtext" or "longtext" => (HiveType.String, ""),
            "json" or "uuid" or "inet4" or "inet6" => (HiveType.String, $"{word} is read as its text"),
            "geometry" or "point" or "linestring" or "polygon" or "multipoint" or "multilinestring" or "multipolygon" or "geometrycollection" or "geomcollection" =>
                (HiveType.Binary, $"{word} is kept as its bytes"),
            _ => (HiveType.String, $"{text} has no counterpart and is read as its text"),
        };
    }

    private static (HiveType Type, string Reason) Decimal(string text, int? digits, int? scale) => (digits, scale ?? 0) switch
    {
        (null, _) => (HiveType.Decimal(DigitsMax, 18), $"{text} states no digits: {DigitsMax} of them, 18 after the point"),
        // A negative scale means zeros before the point, one larger than the digits zeros after it.
        ({ } some, < 0 and var zeros) when some - zeros <= DigitsMax => (HiveType.Decimal(some - zeros, 0), $"{text} has {some - zeros} digits before the point"),
        ({ } some, var after) when after > some && after <= DigitsMax => (HiveType.Decimal(after, after), $"{text} has {after} digits after the point"),
        ( <= DigitsMax and var some, >= 0 and var after) when after <= some => (HiveType.Decimal(some, after), ""),
        _ => (HiveType.String, $"{text} has more than {DigitsMax} digits, so it is read as its text"),
    };

    /// <summary><c>timestamp(3) with time zone</c> into its words and the numbers in parentheses.</summary>
    private static (string Name, int? First, int? Second) Split(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var close = open < 0 ? -1 : text.LastIndexOf(')');
        if (close < open || open < 0)
        {
            return (text, null, null);
        }

        var numbers = text[(open + 1)..close].Split(',');
        return ((text[..open].TrimEnd() + text[(close + 1)..]).Trim(), Number(numbers[0]), numbers.Length > 1 ? Number(numbers[1]) : null);
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
