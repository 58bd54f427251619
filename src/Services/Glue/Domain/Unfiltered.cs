using Weir.Kernel.Identity;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>What engines that enforce filters themselves are told: everything, of those who may see a table at all.</summary>
internal static class Unfiltered
{
    /// <summary>Such a caller needs the permission to see the thing itself too, and must be able to enforce what there may be.</summary>
    public static void Require(
        CallContext call, string action, string database, string table, string? region, IReadOnlyList<string> supported)
    {
        call.Authorize(action, Place.TableArn(call, database, table));
        if (region is not null && region != call.Region)
        {
            throw GlueErrors.Invalid($"The catalog is in {call.Region}, not in {region}.");
        }

        if (supported.FirstOrDefault(type => type is not ("COLUMN_PERMISSION" or "CELL_FILTER_PERMISSION" or "NESTED_PERMISSION" or "NESTED_CELL_PERMISSION")) is { } wrong)
        {
            throw GlueErrors.Invalid($"There is no permission type {wrong}.");
        }
    }

    /// <summary>All columns, or those of the ones asked for that there are.</summary>
    public static IReadOnlyList<string> Columns(TableState table, AuditContext? asked)
    {
        var all = (table.Storage?.Columns ?? []).Concat(table.PartitionKeys).Select(column => column.Name);
        return asked is { AllColumnsRequested: not true, RequestedColumns: { Count: > 0 } some }
            ? [.. all.Where(name => some.Contains(name, StringComparer.OrdinalIgnoreCase))]
            : [.. all];
    }
}
