using Weir.Engines.DuckDb;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

internal static class DeclaredTypes
{
    public static DuckType Of(ScanColumn column) => HiveTypes.Parse(column.HiveType)
        ?? throw QueryFailure.User($"NOT_SUPPORTED: column {column.Name} has the unknown type {column.HiveType}");
}
