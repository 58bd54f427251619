using Weir.Engines.DuckDb;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

/// <summary>Which types in Parquet files can be read as which declared types: what Athena refuses is refused here.</summary>
internal static class ParquetCasts
{
    /// <param name="inFile">The column as it is read.</param>
    /// <param name="fileName">What the file calls it.</param>
    public static string To(DuckField inFile, string fileName, DuckType declared, string address)
    {
        if (!Fits(inFile.Type, declared))
        {
            throw QueryFailure.User(
                $"HIVE_BAD_DATA: Field {fileName}'s type {inFile.Type} in parquet file {address} is incompatible with type {declared} defined in table schema");
        }

        var name = DuckSql.Name(inFile.Name);
        if (inFile.Type.Kind == DuckKind.Blob && declared.Kind == DuckKind.Varchar)
        {
            return $"decode({name})";
        }

        return inFile.Type.ToString() == declared.ToString() ? name : $"CAST({name} AS {declared})";
    }

    private static bool Fits(DuckType inFile, DuckType declared) => declared.Kind switch
    {
        DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt => IsInteger(inFile.Kind),
        DuckKind.Decimal => inFile.Kind == DuckKind.Decimal || IsInteger(inFile.Kind),
        DuckKind.Float or DuckKind.Double => inFile.Kind is DuckKind.Float or DuckKind.Double,
        DuckKind.Varchar => inFile.Kind is DuckKind.Varchar or DuckKind.Blob or DuckKind.Enum or DuckKind.Uuid,
        DuckKind.Blob => inFile.Kind is DuckKind.Varchar or DuckKind.Blob,
        DuckKind.Timestamp => inFile.Kind is DuckKind.Timestamp or DuckKind.TimestampTz or DuckKind.TimestampNanos
            or DuckKind.TimestampMillis or DuckKind.TimestampSeconds,
        DuckKind.List => inFile.Kind is DuckKind.List && Fits(inFile.Element!, declared.Element!),
        DuckKind.Map => inFile.Kind == DuckKind.Map
            && Fits(inFile.Fields[0].Type, declared.Fields[0].Type) && Fits(inFile.Fields[1].Type, declared.Fields[1].Type),
        DuckKind.Struct => inFile.Kind == DuckKind.Struct && declared.Fields.All(field =>
            inFile.Fields.FirstOrDefault(other => string.Equals(other.Name, field.Name, StringComparison.OrdinalIgnoreCase)) is not { } found
            || Fits(found.Type, field.Type)),
        _ => inFile.Kind == declared.Kind,
    };

    private static bool IsInteger(DuckKind kind) => kind is DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt
        or DuckKind.UTinyInt or DuckKind.USmallInt or DuckKind.UInteger or DuckKind.UBigInt;
}
