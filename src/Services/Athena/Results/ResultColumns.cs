using Weir.Engines.Sql.Types;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Results;

/// <summary>Result columns as GetQueryResults names their types.</summary>
internal static class ResultColumns
{
    public static ResultColumn Of(string name, SqlType type) => type.Kind switch
    {
        SqlTypeKind.Boolean => new(name, "boolean"),
        SqlTypeKind.TinyInt => new(name, "tinyint", 3),
        SqlTypeKind.SmallInt => new(name, "smallint", 5),
        SqlTypeKind.Integer => new(name, "integer", 10),
        SqlTypeKind.BigInt => new(name, "bigint", 19),
        SqlTypeKind.Real => new(name, "float", 17),
        SqlTypeKind.Double => new(name, "double", 17),
        SqlTypeKind.Decimal => new(name, "decimal", type.Precision, type.Scale),
        SqlTypeKind.Varchar => new(name, "varchar", type.Precision),
        SqlTypeKind.Char => new(name, "char", type.Precision),
        SqlTypeKind.Varbinary => new(name, "varbinary", 1_073_741_824),
        SqlTypeKind.Time or SqlTypeKind.TimeZoned or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned =>
            new(name, type.BaseName, type.Precision),
        _ => new(name, type.BaseName),
    };

    /// <summary>A column of a statement that answers with text.</summary>
    public static ResultColumn OfText(string name) => new(name, "string");

    public static ColumnInfo Write(ResultColumn column) => new()
    {
        CatalogName = "hive",
        SchemaName = "",
        TableName = "",
        Name = column.Name,
        Label = column.Name,
        Type = column.Type,
        Precision = column.Precision,
        Scale = column.Scale,
        Nullable = "UNKNOWN",
        CaseSensitive = column.CaseSensitive,
    };
}
