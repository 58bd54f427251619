namespace Weir.Engines.Formats.Parquet.Pages;

internal enum PageKind
{
    Data = 0,
    Index = 1,
    Dictionary = 2,
    DataV2 = 3,
}

/// <summary>What stands before a page.</summary>
internal sealed record PageHeader
{
    public PageKind Kind { get; private set; }
    public int PlainBytes { get; private set; }
    public int StoredBytes { get; private set; }

    /// <summary>Of the stored bytes; null where the writer made none.</summary>
    public uint? Crc { get; private set; }

    public int Values { get; private set; }
    public int Encoding { get; private set; }
    public int DefinitionEncoding { get; private set; } = 3;
    public int RepetitionEncoding { get; private set; } = 3;
    public int DefinitionBytes { get; private set; }
    public int RepetitionBytes { get; private set; }
    public bool IsCompressed { get; private set; } = true;

    public bool IsData => Kind is PageKind.Data or PageKind.DataV2;

    public static PageHeader Read(ref ThriftReader reader)
    {
        var header = new PageHeader();
        var kind = -1;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    kind = reader.Int();
                    break;
                case 2:
                    header.PlainBytes = reader.Int();
                    break;
                case 3:
                    header.StoredBytes = reader.Int();
                    break;
                case 4:
                    header.Crc = unchecked((uint)reader.Int());
                    break;
                case 5 or 7 or 8:
                    header.Inner(ref reader, reader.Field);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (kind is < 0 or > 3)
        {
            throw new FormatException($"a page of the unknown kind {kind}");
        }

        header.Kind = (PageKind)kind;
        if (header.StoredBytes < 0 || header.PlainBytes < 0 || header.PlainBytes > ParquetLimits.PageBytesMax || header.StoredBytes > ParquetLimits.PageBytesMax)
        {
            throw new FormatException($"a page of {header.StoredBytes} bytes, {header.PlainBytes} when decompressed");
        }

        if (header.Values < 0 || header.DefinitionBytes < 0 || header.RepetitionBytes < 0
            || (long)header.DefinitionBytes + header.RepetitionBytes > Math.Min(header.StoredBytes, header.PlainBytes))
        {
            throw new FormatException($"a page of {header.Values} values with {header.DefinitionBytes} and {header.RepetitionBytes} bytes of levels");
        }

        return header;
    }

    private void Inner(ref ThriftReader reader, int which)
    {
        var outer = reader.Begin();
        while (reader.Next())
        {
            switch (which, reader.Field)
            {
                case (_, 1):
                    Values = reader.Int();
                    break;
                case (5 or 7, 2) or (8, 4):
                    Encoding = reader.Int();
                    break;
                case (5, 3):
                    DefinitionEncoding = reader.Int();
                    break;
                case (5, 4):
                    RepetitionEncoding = reader.Int();
                    break;
                case (8, 5):
                    DefinitionBytes = reader.Int();
                    break;
                case (8, 6):
                    RepetitionBytes = reader.Int();
                    break;
                case (8, 7):
                    IsCompressed = reader.Truth();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        reader.End(outer);
    }
}
