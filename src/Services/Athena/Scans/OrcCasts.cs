using Weir.Engines.DuckDb;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

/// <summary>Which types in ORC files can be read as which declared types: what is refused elsewhere is refused here.</summary>
internal static class OrcCasts
{
    public static string To(DuckField inFile, DuckType declared, string address)
    {
        if (!Fits(inFile.Type, declared))
        {
            throw QueryFailure.User(
                $"HIVE_BAD_DATA: Malformed ORC file. Can not read SQL type '{declared}' from ORC stream '.{inFile.Name}' of type {inFile.Type} [{address}]");
        }

        var name = DuckSql.Name(inFile.Name);
        return inFile.Type.ToString() == declared.ToString() ? name : $"CAST({name} AS {declared})";
    }

    private static bool Fits(DuckType inFile, DuckType declared) => declared.Kind switch
    {
        DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt => IsInteger(inFile.Kind),
        DuckKind.Decimal => inFile.Kind == DuckKind.Decimal || IsInteger(inFile.Kind),
        DuckKind.Float => inFile.Kind == DuckKind.Float,
        DuckKind.Double => inFile.Kind is DuckKind.Float or DuckKind.Double || IsInteger(inFile.Kind),
        DuckKind.Varchar => inFile.Kind == DuckKind.Varchar || IsInteger(inFile.Kind),
        DuckKind.Timestamp => inFile.Kind is DuckKind.Timestamp or DuckKind.TimestampTz,
        DuckKind.List => inFile.Kind is DuckKind.List && Fits(inFile.Element!, declared.Element!),
        DuckKind.Map => inFile.Kind == DuckKind.Map
            && Fits(inFile.Fields[0].Type, declared.Fields[0].Type) && Fits(inFile.Fields[1].Type, declared.Fields[1].Type),
        DuckKind.Struct => inFile.Kind == DuckKind.Struct && declared.Fields.All(field =>
            inFile.Fields.FirstOrDefault(other => string.Equals(other.Name, field.Name, StringComparison.OrdinalIgnoreCase)) is not { } found
            || Fits(found.Type, field.Type)),
        _ => inFile.Kind == declared.Kind,
    };

    private static bool IsInteger(DuckKind kind) => kind is DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt;
}
