using System.Globalization;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Lowering;

/// <summary>How Trino's types are held in DuckDB.</summary>
public static class DuckTypes
{
    /// <summary>The type in DuckDB's text. A timestamp with time zone is a struct of instant and zone, a time of more than six digits a number of picoseconds.</summary>
    public static string Name(SqlType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Kind switch
        {
            SqlTypeKind.Unknown => "INTEGER",
            SqlTypeKind.Boolean => "BOOLEAN",
            SqlTypeKind.TinyInt => "TINYINT",
            SqlTypeKind.SmallInt => "SMALLINT",
            SqlTypeKind.Integer => "INTEGER",
            SqlTypeKind.BigInt => "BIGINT",
            SqlTypeKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({type.Precision},{type.Scale})"),
            SqlTypeKind.Real => "FLOAT",
            SqlTypeKind.Double => "DOUBLE",
            SqlTypeKind.Varchar or SqlTypeKind.Char => "VARCHAR",
            SqlTypeKind.Varbinary => "BLOB",
            SqlTypeKind.Date => "DATE",
            SqlTypeKind.Time => type.IsFine ? "BIGINT" : "TIME",
            SqlTypeKind.TimeZoned => "STRUCT(t BIGINT, z INTEGER)",
            SqlTypeKind.Timestamp => type.IsFine ? "HUGEINT" : "TIMESTAMP",
            SqlTypeKind.TimestampZoned => type.IsFine ? "STRUCT(t HUGEINT, z VARCHAR)" : "STRUCT(t TIMESTAMPTZ, z VARCHAR)",
            SqlTypeKind.IntervalDay or SqlTypeKind.IntervalYear => "INTERVAL",
            SqlTypeKind.Array => Name(type.Element) + "[]",
            SqlTypeKind.Map => $"MAP({Name(type.Key)}, {Name(type.Value)})",
            SqlTypeKind.Row => "STRUCT(" + string.Join(
                ", ", type.Fields.Select((field, i) => $"{DuckText.Name(FieldName(type, i))} {Name(field.Type)}")) + ")",
            SqlTypeKind.Json => "JSON",
            SqlTypeKind.Uuid => "UUID",
            SqlTypeKind.IpAddress or SqlTypeKind.HyperLogLog or SqlTypeKind.QDigest or SqlTypeKind.TDigest or SqlTypeKind.SetDigest
                or SqlTypeKind.Geometry or SqlTypeKind.SphericalGeography => "BLOB",
            SqlTypeKind.BingTile => "BIGINT",
            SqlTypeKind.Color => "INTEGER",
            SqlTypeKind.Function => throw new InvalidOperationException("a lambda has no DuckDB type"),
        };
    }

    /// <summary>The type as part of a template: a client may name a row's field with braces.</summary>
    public static string Template(SqlType type) => TemplateText.Escape(Name(type));

    /// <summary>The name of a row's field in DuckDB: the one it shows, but for names that others of the row have too, in whatever case.</summary>
    public static string FieldName(SqlType row, int index)
    {
        ArgumentNullException.ThrowIfNull(row);
        var name = ShownName(row.Fields[index], index);
        for (var i = 0; i < index; i++)
        {
            if (name.Equals(ShownName(row.Fields[i], i), StringComparison.OrdinalIgnoreCase))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{name}\u0001{index}");
            }
        }

        return name;
    }

    /// <summary>The name that results show: a field without one is named by its place.</summary>
    public static string ShownName(SqlField field, int index)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Name ?? string.Create(CultureInfo.InvariantCulture, $"field{index}");
    }
}
