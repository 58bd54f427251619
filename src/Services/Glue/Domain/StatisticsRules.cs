using Weir.Contracts;
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

    /// <summary>What a planner needs of them.</summary>
    public static CatalogColumnStatistics Planned(ColumnStatistics statistics) => statistics.StatisticsData switch
    {
        { LongColumnStatisticsData: { } data } => new(data.NumberOfDistinctValues, data.NumberOfNulls, data.MinimumValue, data.MaximumValue),
        { DoubleColumnStatisticsData: { } data } => new(data.NumberOfDistinctValues, data.NumberOfNulls, data.MinimumValue, data.MaximumValue),
        { DecimalColumnStatisticsData: { } data } => new(data.NumberOfDistinctValues, data.NumberOfNulls, Number(data.MinimumValue), Number(data.MaximumValue)),
        { DateColumnStatisticsData: { } data } => new(data.NumberOfDistinctValues, data.NumberOfNulls, Days(data.MinimumValue), Days(data.MaximumValue)),
        { StringColumnStatisticsData: { } data } => new(data.NumberOfDistinctValues, data.NumberOfNulls, null, null),
        { BooleanColumnStatisticsData: { } data } => new(2, data.NumberOfNulls, null, null),
        { BinaryColumnStatisticsData: { } data } => new(null, data.NumberOfNulls, null, null),
        _ => new(null, null, null, null),
    };

    private static double? Number(DecimalNumber? number) => number is null
        ? null
        : (double)new System.Numerics.BigInteger(number.UnscaledValue.ToArray(), isBigEndian: true) / Math.Pow(10, number.Scale);

    private static double? Days(DateTimeOffset? time) => time is { } given ? (given - DateTimeOffset.UnixEpoch).TotalDays : null;

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
