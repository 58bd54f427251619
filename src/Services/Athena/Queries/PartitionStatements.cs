using System.Collections.Immutable;
using Weir.Contracts;
using Weir.Engines.Sql.Syntax;
using Weir.Services.Athena.Domain;

namespace Weir.Services.Athena.Queries;

/// <summary>ALTER TABLE ADD and DROP PARTITION, SET LOCATION of one, MSCK REPAIR TABLE and SHOW PARTITIONS.</summary>
internal sealed class PartitionStatements(ITableCatalog catalog, IObjectStore objects, TableStatements tables)
{
    public async ValueTask<TextAnswer> AddAsync(StatementContext context, AddPartitions statement)
    {
        var table = RequirePartitioned(context, statement.Table);
        var partitions = statement.Partitions.Select(spec =>
        {
            var values = Values(table, spec.Values);
            return Partition(table, values, spec.Location ?? PartitionPaths.Location(table, values));
        }).ToArray();
        var added = await catalog.AddPartitionsAsync(context.Call, table.Database, table.Name, partitions, context.CancellationToken);
        if (added < partitions.Length && !statement.IfNotExists)
        {
            throw CatalogErrors.Task("AlreadyExistsException(message:Partition already exists.)");
        }

        return TextAnswer.Nothing;
    }

    public async ValueTask<TextAnswer> DropAsync(StatementContext context, DropPartitions statement)
    {
        var table = RequirePartitioned(context, statement.Table);
        foreach (var spec in statement.Partitions)
        {
            var matches = catalog.ListPartitions(context.Call, table.Database, table.Name, values => Matches(table, spec, values)).ToArray();
            if (matches.Length == 0 && !statement.IfExists)
            {
                var text = string.Join(", ", spec.Select(value => $"{value.Column.Value} = {value.Value}"));
                throw QueryFailure.User($"FAILED: SemanticException [Error 10006]: Partition not found ({text})");
            }

            foreach (var partition in matches)
            {
                await catalog.DropPartitionAsync(context.Call, table.Database, table.Name, partition.Values, context.CancellationToken);
            }
        }

        return TextAnswer.Nothing;
    }

    public async ValueTask<TextAnswer> SetLocationAsync(StatementContext context, SetLocation statement)
    {
        var table = RequirePartitioned(context, statement.Table);
        var values = Values(table, statement.Partition);
        var partition = Require(context, table, values);
        await ReplaceAsync(context, table, partition, partition with { Storage = partition.Storage with { Location = statement.Location } });
        return TextAnswer.Nothing;
    }

    /// <summary>A partition's own columns change, the table's do not.</summary>
    public async ValueTask<TextAnswer> ChangeColumnsAsync(
        StatementContext context, QualifiedName written, ImmutableArray<PartitionValue> of, ImmutableArray<ColumnDefinition> columns, bool adds)
    {
        var table = RequirePartitioned(context, written);
        var partition = Require(context, table, Values(table, of));
        IReadOnlyList<CatalogColumn> before = !adds ? [] : partition.Storage.Columns.Count > 0 ? partition.Storage.Columns : table.Storage.Columns;
        IReadOnlyList<CatalogColumn> after = [.. before, .. TableStatements.Columns(columns)];
        TableStatements.RequireDistinct(after.Concat(table.PartitionKeys));
        await ReplaceAsync(context, table, partition, partition with { Storage = partition.Storage with { Columns = after } });
        return TextAnswer.Nothing;
    }

    public async ValueTask<TextAnswer> RenameAsync(StatementContext context, RenamePartition statement)
    {
        var table = RequirePartitioned(context, statement.Table);
        var partition = Require(context, table, Values(table, statement.From));
        await ReplaceAsync(context, table, partition, partition with { Values = Values(table, statement.To) });
        return TextAnswer.Nothing;
    }

    /// <summary>Registers the folders <c>key=value</c> below the table's location that are not partitions yet.</summary>
    public async ValueTask<TextAnswer> RepairAsync(StatementContext context, MsckRepair statement)
    {
        var table = tables.RequireTable(context, statement.Table);
        if (table.PartitionKeys.Count == 0)
        {
            return TextAnswer.Of("result", []);
        }

        var root = S3Address.TryParse(table.Storage.Location)?.AsFolder()
            ?? throw CatalogErrors.Task($"MetaException(message:table {table.Name} has no S3 location)");
        var known = catalog.ListPartitions(context.Call, table.Database, table.Name, null)
            .Select(partition => PartitionPaths.Name(table, partition.Values)).ToHashSet(StringComparer.Ordinal);
        var found = new List<CatalogPartition>();
        await foreach (var item in objects.ListAsync(context.Call, root.Bucket, root.Key, null, context.CancellationToken))
        {
            if (PartitionPaths.Parse(table, item.Key.AsSpan(root.Key.Length)) is var (values, folder)
                && values is not null && known.Add(PartitionPaths.Name(table, values)))
            {
                found.Add(Partition(table, values, root.Under(folder + "/").ToString()));
            }
        }

        if (found.Count == 0)
        {
            return TextAnswer.Of("result", []);
        }

        await catalog.AddPartitionsAsync(context.Call, table.Database, table.Name, found, context.CancellationToken);
        var names = found.Select(partition => $"{table.Name}:{PartitionPaths.Name(table, partition.Values)}").ToArray();
        return TextAnswer.Of(
            "result",
            names.Select(name => $"Repair: Added partition to metastore {name}").Prepend($"Partitions not in metastore:\t{string.Join('\t', names)}"));
    }

    public TextAnswer Show(StatementContext context, ShowPartitions statement)
    {
        var table = RequirePartitioned(context, statement.Table);
        var names = catalog.ListPartitions(context.Call, table.Database, table.Name, values => Matches(table, statement.Partition, values))
            .Select(partition => PartitionPaths.Name(table, partition.Values))
            .Order(StringComparer.Ordinal);
        return TextAnswer.Of("partition", names);
    }

    private CatalogTable RequirePartitioned(StatementContext context, QualifiedName name)
    {
        var table = tables.RequireTable(context, name);
        return table.PartitionKeys.Count > 0
            ? table
            : throw QueryFailure.User($"FAILED: SemanticException [Error 10241]: Table {table.Name} is not a partitioned table");
    }

    /// <summary>The partition that a PARTITION clause names whole.</summary>
    public CatalogPartition Require(StatementContext context, CatalogTable table, ImmutableArray<PartitionValue> written) =>
        Require(context, table, Values(table, written));

    private CatalogPartition Require(StatementContext context, CatalogTable table, IReadOnlyList<string> values) =>
        catalog.ListPartitions(context.Call, table.Database, table.Name, other => other.SequenceEqual(values)).FirstOrDefault()
        ?? throw QueryFailure.User($"FAILED: SemanticException [Error 10006]: Partition not found ({PartitionPaths.Name(table, values)})");

    private async ValueTask ReplaceAsync(StatementContext context, CatalogTable table, CatalogPartition old, CatalogPartition changed)
    {
        await catalog.DropPartitionAsync(context.Call, table.Database, table.Name, old.Values, context.CancellationToken);
        await catalog.AddPartitionsAsync(context.Call, table.Database, table.Name, [changed], CancellationToken.None);
    }

    private static CatalogPartition Partition(CatalogTable table, IReadOnlyList<string> values, string location) =>
        new() { Values = values, Storage = table.Storage with { Location = location } };

    private static string[] Values(CatalogTable table, ImmutableArray<PartitionValue> written)
    {
        var byName = written.ToDictionary(value => TableNames.Lower(value.Column), value => value.Value, StringComparer.Ordinal);
        if (byName.Count != table.PartitionKeys.Count)
        {
            throw Invalid();
        }

        return [.. table.PartitionKeys.Select(key => byName.GetValueOrDefault(key.Name.ToLowerInvariant()) ?? throw Invalid())];

        QueryFailure Invalid() => QueryFailure.User(
            $"FAILED: SemanticException [Error 10098]: the partition's columns must be ({string.Join(", ", table.PartitionKeys.Select(key => key.Name))})");
    }

    private static bool Matches(CatalogTable table, ImmutableArray<PartitionValue> conditions, IReadOnlyList<string> values)
    {
        foreach (var condition in conditions)
        {
            var at = table.PartitionKeys.Index().FirstOrDefault(key => key.Item.Name.Equals(condition.Column.Value, StringComparison.OrdinalIgnoreCase), (-1, null!)).Index;
            if (at < 0)
            {
                throw QueryFailure.User($"FAILED: SemanticException [Error 10096]: {condition.Column.Value} is not a partition column of {table.Name}");
            }

            var order = Compare(table.PartitionKeys[at].Type, values[at], condition.Value ?? "");
            var holds = condition.Value is null || condition.Operator switch
            {
                ComparisonOperator.Equal => order == 0,
                ComparisonOperator.NotEqual => order != 0,
                ComparisonOperator.Less => order < 0,
                ComparisonOperator.LessOrEqual => order <= 0,
                ComparisonOperator.Greater => order > 0,
                ComparisonOperator.GreaterOrEqual => order >= 0,
            };
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    private static int Compare(string type, string left, string right) =>
        type is "int" or "bigint" or "smallint" or "tinyint" or "integer"
        && long.TryParse(left, out var leftNumber) && long.TryParse(right, out var rightNumber)
            ? leftNumber.CompareTo(rightNumber)
            : string.CompareOrdinal(left, right);
}
