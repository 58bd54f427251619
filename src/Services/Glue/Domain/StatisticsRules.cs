using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>Which statistics a column may have.</summary>
internal static class StatisticsRules
{
    public static ColumnStatisticsTaskRun Shown(CatalogPlace place, StatisticsTaskState task) => new()
    {
        CustomerId = place.Account,
        CatalogID = place.Account,
        ColumnStatisticsTaskRunId = task.Id,
        DatabaseName = task.Database,
        TableName = task.Table,
        ColumnNameList = task.Columns,
        Role = task.Role,
        SampleSize = 100,
        Status = task.Status,
        CreationTime = task.Created,
        LastUpdated = task.Updated,
        StartTime = task.Started,
        EndTime = task.Ended,
        ErrorMessage = task.Error,
        DPUSeconds = 0,
    };

    /// <summary>The statistics with the name as the catalog keeps it; throws when they are none of this table's columns.</summary>
    public static ColumnStatistics Check(TableState table, ColumnStatistics statistics)
    {
        var name = statistics.ColumnName.ToLowerInvariant();
        var isColumn = (table.Storage?.Columns ?? []).Concat(table.PartitionKeys)
            .Any(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (!isColumn)
        {
            throw GlueErrors.NoColumn(statistics.ColumnName);
        }

        var data = statistics.StatisticsData;
        object? stated = data.Type switch
        {
            "BOOLEAN" => data.BooleanColumnStatisticsData,
            "DATE" => data.DateColumnStatisticsData,
            "DECIMAL" => data.DecimalColumnStatisticsData,
            "DOUBLE" => data.DoubleColumnStatisticsData,
            "LONG" => data.LongColumnStatisticsData,
            "STRING" => data.StringColumnStatisticsData,
            "BINARY" => data.BinaryColumnStatisticsData,
            _ => throw GlueErrors.Invalid($"There are no statistics of type {data.Type}."),
        };
        return stated is null
            ? throw GlueErrors.Invalid($"The statistics of column {statistics.ColumnName} say {data.Type} but hold none of that type.")
            : statistics with { ColumnName = name };
    }
}
