using Weir.Engines.DuckDb;

namespace Weir.Services.Athena.Iceberg;

/// <summary>Reads the schemas of Parquet files as DuckDB reads the files.</summary>
internal sealed class FooterReader(DuckConnection connection)
{
    /// <summary>The columns of one file.</summary>
    public IReadOnlyList<FileField> Fields(string path, CancellationToken cancellationToken)
    {
        var nodes = new Queue<(string Name, int Children, int? Id, bool IsRepeated)>();
        using (var rows = connection.Query(
            $"SELECT name, CAST(coalesce(num_children, 0) AS INTEGER), CAST(field_id AS INTEGER), coalesce(repetition_type = 'REPEATED', false) FROM parquet_schema({DuckSql.Text(path)})",
            cancellationToken))
        {
            while (rows.NextChunk() is { } chunk)
            {
                for (var row = 0; row < chunk.RowCount; row++)
                {
                    nodes.Enqueue((chunk[0].Text(row), chunk[1].Values<int>()[row], chunk[2].IsValid(row) ? chunk[2].Values<int>()[row] : null, chunk[3].Values<bool>()[row]));
                }
            }
        }

        using var shape = connection.Query($"SELECT * FROM read_parquet({DuckSql.Text(path)}) LIMIT 0", cancellationToken);
        var root = Tree(nodes);
        return [.. shape.Columns.Select((column, at) => Field(root.Parts[at], column.Name, column.Type))];
    }

    private static Node Tree(Queue<(string Name, int Children, int? Id, bool IsRepeated)> nodes)
    {
        var (name, children, id, isRepeated) = nodes.Dequeue();
        var parts = new Node[children];
        for (var at = 0; at < children; at++)
        {
            parts[at] = Tree(nodes);
        }

        return new(name, id, isRepeated, parts);
    }

    private static FileField Field(Node node, string name, DuckType type)
    {
        switch (type.Kind)
        {
            case DuckKind.Struct when node.Parts.Length == type.Fields.Count:
                return new(node.Id, name, type, [.. type.Fields.Select((field, at) => Field(node.Parts[at], field.Name, field.Type))]);
            case DuckKind.List:
                return new(node.Id, name, type, [Field(ElementOf(node), "element", type.Element!)]);
            case DuckKind.Map when node.Parts is [{ Parts: [var key, var value] }]:
                return new(node.Id, name, type, [Field(key, "key", type.Fields[0].Type), Field(value, "value", type.Fields[1].Type)]);
            default:
                return new(node.Id, name, type, []);
        }
    }

    /// <summary>Lists have three levels; old writers left one or two of them out.</summary>
    private static Node ElementOf(Node list)
    {
        if (list.IsRepeated || list.Parts is not [{ IsRepeated: true } repeated])
        {
            return list;
        }

        return repeated.Parts is [var only] && repeated.Name != "array" && !repeated.Name.EndsWith("_tuple", StringComparison.Ordinal) ? only : repeated;
    }

    private sealed record Node(string Name, int? Id, bool IsRepeated, Node[] Parts);
}
