using Weir.Engines.Formats.Parquet.Pages;

namespace Weir.Engines.Formats.Parquet;

/// <summary>What can be told of a column before its values are read.</summary>
internal static class ParquetCheck
{
    private const int ByteStreamSplit = 9;
    private const int Int96Type = 3;

    /// <summary>A page's header, mostly; what it stands before is not read.</summary>
    private const int HeaderBytes = 1 << 10;

    /// <summary>The place of a column in a row group.</summary>
    public static ParquetPlace PlaceOf(ParquetNode node, ParquetRowGroup group)
    {
        var place = node.Column < group.Places.Count ? group.Places[node.Column] : null;
        if (place is null)
        {
            throw new FormatException($"a row group does not say where column {node.Path} is");
        }

        return place.IsEncrypted || place.Path == node.Path
            ? place
            : throw new FormatException($"column {node.Path} has a chunk of column {place.Path}");
    }

    /// <summary>Features that the query engine's reader has no code for, or reads otherwise.</summary>
    public static bool IsUnusual(ParquetColumn leaf, ParquetFooter footer)
    {
        var physical = leaf.Node!.Element.Physical;
        return physical == Int96Type || footer.RowGroups.Any(group => PlaceOf(leaf.Node, group) is var place
            && (place.IsEncrypted || place.IsElsewhere || place.Codec is ParquetCodec.Lz4 or ParquetCodec.Lzo
                || (physical is not (4 or 5) && place.Has(ByteStreamSplit))));
    }

    /// <summary>Goes through the pages of a column in one row group.</summary>
    public static void Pages(IFileBytes file, ParquetFooter footer, ParquetNode node, ParquetRowGroup group, CancellationToken cancellationToken)
    {
        if (group.Rows <= 0)
        {
            return;
        }

        var place = PlaceOf(node, group);
        if (node.Repetition == 0 && place.Values != group.Rows)
        {
            throw new FormatException($"column {node.Path} has {place.Values} values in a row group of {group.Rows} rows");
        }

        var pages = new PageReader(file, place, node.Path, footer.End, HeaderBytes);
        for (var left = place.Values; left > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var header = pages.ReadHeader();
            if (header.IsData && header.Values > left)
            {
                throw new FormatException($"column {node.Path} has a page of {header.Values} values where {left} are left");
            }

            if (header.Kind == PageKind.Dictionary && left != place.Values)
            {
                throw new FormatException($"column {node.Path} has a dictionary behind data");
            }

            left -= header.IsData ? header.Values : 0;
            pages.Verify(header, cancellationToken);
        }
    }
}
