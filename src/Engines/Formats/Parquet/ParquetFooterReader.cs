namespace Weir.Engines.Formats.Parquet;

/// <summary>Reads the footer's Thrift: of the schema only what statistics need to be understood.</summary>
internal static class ParquetFooterReader
{
    /// <summary>More is damage; sums over a footer stay within a long.</summary>
    private const long ChunkBytesMax = 1L << 36;

    public static ParquetFooter Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ThriftReader(bytes);
        var leaves = new Dictionary<string, ParquetLeaf>(StringComparer.Ordinal);
        var groups = new List<ParquetRowGroup>();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    leaves = Leaves(ref reader);
                    break;
                case 4:
                    var count = reader.List();
                    for (var at = 0; at < count; at++)
                    {
                        groups.Add(RowGroup(ref reader, leaves));
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(groups);
    }

    /// <summary>Top-level columns without children, by name: nested ones need no statistics here.</summary>
    private static Dictionary<string, ParquetLeaf> Leaves(ref ThriftReader reader)
    {
        var leaves = new Dictionary<string, ParquetLeaf>(StringComparer.Ordinal);
        var count = reader.List();
        for (var at = 0; at < count; at++)
        {
            var (name, leaf, isLeaf) = Element(ref reader);
            if (isLeaf)
            {
                leaves.TryAdd(name, leaf);
            }
        }

        return leaves;
    }

    private static (string Name, ParquetLeaf Leaf, bool IsLeaf) Element(ref ThriftReader reader)
    {
        var outer = reader.Begin();
        var (name, leaf, children) = ("", new ParquetLeaf(), 0);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    leaf.Physical = reader.Int();
                    break;
                case 4:
                    name = reader.Text();
                    break;
                case 5:
                    children = reader.Int();
                    break;
                case 6:
                    leaf.Converted = reader.Int();
                    break;
                case 7:
                    leaf.Scale = reader.Int();
                    break;
                case 10:
                    Logical(ref reader, leaf);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        reader.End(outer);
        return (name, leaf, children == 0);
    }

    private static void Logical(ref ThriftReader reader, ParquetLeaf leaf)
    {
        var outer = reader.Begin();
        while (reader.Next())
        {
            leaf.Logical = reader.Field;
            if (reader.Field != ParquetLeaf.TimestampType)
            {
                reader.Skip();
                continue;
            }

            var inner = reader.Begin();
            while (reader.Next())
            {
                if (reader.Field != 2)
                {
                    reader.Skip();
                    continue;
                }

                var unit = reader.Begin();
                while (reader.Next())
                {
                    leaf.TimeUnit = reader.Field;
                    reader.Skip();
                }

                reader.End(unit);
            }

            reader.End(inner);
        }

        reader.End(outer);
    }

    private static ParquetRowGroup RowGroup(ref ThriftReader reader, Dictionary<string, ParquetLeaf> leaves)
    {
        var outer = reader.Begin();
        var (rows, chunks) = (0L, new List<ParquetChunk>());
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    var count = reader.List();
                    for (var at = 0; at < count; at++)
                    {
                        if (Chunk(ref reader, leaves) is { } chunk)
                        {
                            chunks.Add(chunk);
                        }
                    }

                    break;
                case 3:
                    rows = reader.Number();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        reader.End(outer);
        return new(rows, chunks);
    }

    private static ParquetChunk? Chunk(ref ThriftReader reader, Dictionary<string, ParquetLeaf> leaves)
    {
        var outer = reader.Begin();
        ParquetChunk? chunk = null;
        while (reader.Next())
        {
            if (reader.Field == 3)
            {
                chunk = Metadata(ref reader, leaves);
            }
            else
            {
                reader.Skip();
            }
        }

        reader.End(outer);
        return chunk;
    }

    private static ParquetChunk Metadata(ref ThriftReader reader, Dictionary<string, ParquetLeaf> leaves)
    {
        var outer = reader.Begin();
        var (root, depth, bytes) = ("", 0, 0L);
        var (nulls, min, max) = ((long?)null, (object?)null, (object?)null);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 3:
                    depth = reader.List();
                    for (var at = 0; at < depth; at++)
                    {
                        var part = reader.TextItem();
                        root = at == 0 ? part : root;
                    }

                    break;
                case 7:
                    bytes = reader.Number();
                    break;
                case 12:
                    (nulls, min, max) = Statistics(ref reader, depth == 1 ? leaves.GetValueOrDefault(root) : null);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        reader.End(outer);
        return new(root.ToLowerInvariant(), depth == 1, Math.Clamp(bytes, 0, ChunkBytesMax), nulls, min, max);
    }

    private static (long? Nulls, object? Min, object? Max) Statistics(ref ThriftReader reader, ParquetLeaf? leaf)
    {
        var outer = reader.Begin();
        var nulls = (long?)null;
        ReadOnlySpan<byte> min = default, max = default, oldMin = default, oldMax = default;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    oldMax = reader.Bytes();
                    break;
                case 2:
                    oldMin = reader.Bytes();
                    break;
                case 3:
                    nulls = reader.Number();
                    break;
                case 5:
                    max = reader.Bytes();
                    break;
                case 6:
                    min = reader.Bytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        reader.End(outer);
        if (leaf is null)
        {
            return (nulls, null, null);
        }

        // The old fields compared everything as signed: right for signed numbers alone.
        var isOld = max.IsEmpty && min.IsEmpty && leaf.IsSigned;
        return (nulls, leaf.Value(isOld ? oldMin : min), leaf.Value(isOld ? oldMax : max));
    }
}
