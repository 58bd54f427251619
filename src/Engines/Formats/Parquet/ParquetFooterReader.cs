namespace Weir.Engines.Formats.Parquet;

/// <summary>Reads the footer's Thrift.</summary>
internal static class ParquetFooterReader
{
    /// <summary>More is damage; sums over a footer stay within a long.</summary>
    private const long ChunkBytesMax = 1L << 36;

    public static ParquetFooter Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ThriftReader(bytes);
        var schema = ParquetNode.Empty;
        var leaves = new Dictionary<string, ParquetLeaf>(StringComparer.Ordinal);
        var groups = new List<ParquetRowGroup>();
        var paths = new List<string>();
        long? rows = null;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    schema = ParquetNode.Tree(Elements(ref reader));
                    foreach (var column in schema.Children.Where(column => column.Children.Count == 0))
                    {
                        leaves.TryAdd(column.Name, column.Element);
                    }

                    paths = [.. schema.Leaves().Select(leaf => leaf.Path)];

                    break;
                case 3:
                    rows = reader.Number();
                    break;
                case 4:
                    var count = reader.List();
                    for (var at = 0; at < count; at++)
                    {
                        groups.Add(RowGroup(ref reader, leaves, paths));
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var found = groups.Aggregate(0L, (sum, group) => unchecked(sum + group.Rows));
        if (rows is not null and not 0 && rows != found)
        {
            throw new FormatException($"the footer speaks of {rows} rows, its row groups have {found}");
        }

        return new(groups) { Schema = schema, LacksRows = found != 0 && rows is (null or 0) };
    }

    private static List<ParquetLeaf> Elements(ref ThriftReader reader)
    {
        var count = reader.List();
        var elements = new List<ParquetLeaf>(Math.Min(count, 1 << 16));
        for (var at = 0; at < count; at++)
        {
            elements.Add(Element(ref reader));
        }

        return elements;
    }

    private static ParquetLeaf Element(ref ThriftReader reader)
    {
        var outer = reader.Begin();
        var leaf = new ParquetLeaf();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    var type = reader.Int();
                    leaf.Physical = type is >= 0 and <= 7 ? type : throw new FormatException($"an element of the schema has the unknown type {type}");
                    break;
                case 2:
                    leaf.TypeLength = reader.Int();
                    break;
                case 3:
                    leaf.Repetition = reader.Int();
                    break;
                case 4:
                    leaf.Name = reader.Text();
                    break;
                case 5:
                    leaf.ChildCount = reader.Int();
                    break;
                case 6:
                    leaf.Converted = reader.Int();
                    break;
                case 7:
                    leaf.Scale = reader.Int();
                    break;
                case 8:
                    leaf.Precision = reader.Int();
                    break;
                case 9:
                    leaf.FieldId = reader.Int();
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
        return leaf;
    }

    private static void Logical(ref ThriftReader reader, ParquetLeaf leaf)
    {
        var outer = reader.Begin();
        while (reader.Next())
        {
            leaf.Logical = reader.Field;
            var inner = reader.Begin();
            switch (leaf.Logical)
            {
                case 5:
                    Decimal(ref reader, leaf);
                    break;
                case 7 or ParquetLeaf.TimestampType:
                    Unit(ref reader, leaf);
                    break;
                case 10:
                    Integer(ref reader, leaf);
                    break;
                default:
                    reader.End(inner);
                    reader.Skip();
                    continue;
            }

            reader.End(inner);
        }

        reader.End(outer);
    }

    private static void Decimal(ref ThriftReader reader, ParquetLeaf leaf)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    leaf.Scale = reader.Int();
                    break;
                case 2:
                    leaf.Precision = reader.Int();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void Unit(ref ThriftReader reader, ParquetLeaf leaf)
    {
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
    }

    private static void Integer(ref ThriftReader reader, ParquetLeaf leaf)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    leaf.BitWidth = reader.Int();
                    break;
                case 2:
                    leaf.IsMarkedUnsigned = !reader.Truth();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static ParquetRowGroup RowGroup(ref ThriftReader reader, Dictionary<string, ParquetLeaf> leaves, List<string> paths)
    {
        var outer = reader.Begin();
        var (rows, chunks, places) = (0L, new List<ParquetChunk>(), new List<ParquetPlace?>());
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    var count = reader.List();
                    for (var at = 0; at < count; at++)
                    {
                        var (chunk, place) = Chunk(ref reader, leaves);
                        if (place is not null && places.Count < paths.Count && paths[places.Count] == place.Path)
                        {
                            // One text for all row groups.
                            place.Path = paths[places.Count];
                        }

                        places.Add(place);
                        if (chunk is not null)
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
        return new(rows, chunks) { Places = places };
    }

    private static (ParquetChunk? Chunk, ParquetPlace? Place) Chunk(ref ThriftReader reader, Dictionary<string, ParquetLeaf> leaves)
    {
        var outer = reader.Begin();
        ParquetChunk? chunk = null;
        var place = new ParquetPlace();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    place.IsElsewhere = reader.Bytes().Length > 0;
                    break;
                case 3:
                    chunk = Metadata(ref reader, leaves, place);
                    break;
                case 8 or 9:
                    place.IsEncrypted = true;
                    reader.Skip();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        reader.End(outer);
        return (chunk, chunk is null && !place.IsEncrypted ? null : place);
    }

    private static ParquetChunk Metadata(ref ThriftReader reader, Dictionary<string, ParquetLeaf> leaves, ParquetPlace place)
    {
        var outer = reader.Begin();
        var (root, depth, bytes) = ("", 0, 0L);
        var (nulls, min, max) = ((long?)null, (object?)null, (object?)null);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    place.Physical = reader.Int();
                    break;
                case 2:
                    for (var left = reader.List(); left > 0; left--)
                    {
                        var encoding = reader.IntItem();
                        place.Encodings |= encoding is >= 0 and < 32 ? 1U << encoding : 0;
                    }

                    break;
                case 3:
                    depth = reader.List();
                    for (var at = 0; at < depth; at++)
                    {
                        var part = reader.TextItem();
                        root = at == 0 ? part : root;
                        place.Path = at == 0 ? part : $"{place.Path}.{part}";
                    }

                    break;
                case 4:
                    place.Codec = (ParquetCodec)reader.Int();
                    break;
                case 5:
                    place.Values = reader.Number();
                    break;
                case 7:
                    bytes = reader.Number();
                    place.Bytes = bytes;
                    break;
                case 9:
                    place.DataOffset = reader.Number();
                    break;
                case 11:
                    place.DictionaryOffset = reader.Number();
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
