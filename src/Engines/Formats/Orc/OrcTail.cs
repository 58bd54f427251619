namespace Weir.Engines.Formats.Orc;

/// <summary>Where a stripe is.</summary>
internal sealed record OrcStripeInfo(long Offset, long IndexLength, long DataLength, long FooterLength, long Rows);

/// <summary>What stands at a file's end: how it is compressed, its types, its stripes, its statistics.</summary>
internal sealed class OrcTail
{
    private OrcTail()
    {
    }

    public OrcCodec Codec { get; private set; }

    public int BlockBytes { get; private set; } = OrcLimits.BlockBytesDefault;

    /// <summary>Which program wrote the file, and which of its bugs it had.</summary>
    public int WriterVersion { get; private set; }

    /// <summary>0: the format's own Java and C++ libraries; others number themselves.</summary>
    public int Writer { get; private set; }

    /// <summary>True for files of the format's second version, as far as it is settled: short decimals are stored as numbers.</summary>
    public bool IsVersion2 { get; private set; }

    public OrcType Root { get; private set; } = null!;

    public IReadOnlyList<OrcStripeInfo> Stripes { get; private set; } = [];

    public long Rows { get; private set; }

    /// <summary>Rows between two entries of a row index; 0 without indexes.</summary>
    public int RowIndexStride { get; private set; }

    /// <summary>For each stripe the statistics of its columns by type id; empty where the file has none.</summary>
    public IReadOnlyList<OrcStatistics[]> StripeStatistics { get; private set; } = [];

    /// <summary>Bytes read to know all this.</summary>
    public long BytesRead { get; private set; }

    private int MetadataLength { get; set; }

    private int FooterLength { get; set; }

    public static OrcTail Read(IFileBytes file)
    {
        var tail = new OrcTail();
        var length = file.Length;
        if (length < 4)
        {
            throw new FormatException($"a file of {length} bytes is no ORC file");
        }

        var bytes = new byte[(int)Math.Min(length, OrcLimits.TailBytes)];
        file.Read(length - bytes.Length, bytes);
        int postscript = bytes[^1];
        if (postscript + 1 > bytes.Length)
        {
            throw new FormatException("the postscript is longer than the file");
        }

        tail.ReadPostscript(bytes.AsSpan(bytes.Length - 1 - postscript, postscript), file);
        var sections = (long)tail.MetadataLength + tail.FooterLength;
        var all = sections + postscript + 1;
        if (all > length || sections > OrcLimits.SectionBytesMax)
        {
            throw new FormatException($"footer and metadata of {sections} bytes in a file of {length}");
        }

        if (all > bytes.Length)
        {
            bytes = new byte[all];
            file.Read(length - all, bytes);
        }

        tail.BytesRead = bytes.Length;
        var end = bytes.Length - 1 - postscript;
        tail.ReadFooter(new OrcCompression().DecompressAll(tail.Codec, tail.BlockBytes, bytes.AsSpan(end - tail.FooterLength, tail.FooterLength)), length);
        tail.ReadMetadata(new OrcCompression().DecompressAll(
            tail.Codec, tail.BlockBytes, bytes.AsSpan(end - tail.FooterLength - tail.MetadataLength, tail.MetadataLength)));
        return tail;
    }

    private void ReadPostscript(ReadOnlySpan<byte> bytes, IFileBytes file)
    {
        var message = new ProtoReader(bytes);
        var isMarked = false;
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    FooterLength = message.Int();
                    break;
                case 2:
                    Codec = message.Number() is <= (ulong)OrcCodec.Zstd and var codec
                        ? (OrcCodec)codec
                        : throw new FormatException("a compression that is not known here");
                    break;
                case 3:
                    BlockBytes = (int)Math.Clamp(message.Number(), 1, OrcLimits.BlockBytesMax);
                    break;
                case 4:
                    var version = new List<ulong>();
                    message.Numbers(version);

                    // The version before 2.0 calls itself 1.9999.
                    IsVersion2 |= version is [1, >= 9999, ..] or [>= 2, ..];
                    break;
                case 5:
                    MetadataLength = message.Int();
                    break;
                case 6:
                    WriterVersion = message.Int();
                    break;
                case 8000:
                    isMarked = message.Bytes().SequenceEqual("ORC"u8);
                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        if (!isMarked)
        {
            // The very first writers put the mark at the file's start alone.
            Span<byte> start = stackalloc byte[3];
            file.Read(0, start);
            if (!start.SequenceEqual("ORC"u8))
            {
                throw new FormatException("the file does not end as an ORC file does");
            }
        }
    }

    private void ReadFooter(ReadOnlySpan<byte> bytes, long fileLength)
    {
        var message = new ProtoReader(bytes);
        var types = new OrcTypeTree();
        var stripes = new List<OrcStripeInfo>();
        while (message.Next())
        {
            switch (message.Field)
            {
                case 3:
                    stripes.Add(ReadStripe(message.Message(), fileLength));
                    break;
                case 4:
                    types.Add(message.Message());
                    break;
                case 6:
                    Rows = message.Long();
                    break;
                case 8:
                    RowIndexStride = message.Number() is <= int.MaxValue and var stride ? (int)stride : 0;
                    break;
                case 9:
                    Writer = (int)Math.Min(message.Number(), int.MaxValue);
                    break;
                case 10:
                    throw new FormatException("the file has encrypted columns, which are not supported");
                default:
                    message.Skip();
                    break;
            }
        }

        Root = types.Build();
        Stripes = stripes;
        var sum = 0L;
        foreach (var stripe in stripes)
        {
            sum = stripe.Rows <= long.MaxValue - sum ? sum + stripe.Rows : throw new FormatException("stripes of too many rows");
        }

        // Some writers did not count.
        Rows = Rows == 0 ? sum : Rows;
        if (sum != Rows)
        {
            throw new FormatException($"the footer counts {Rows} rows, its stripes {sum}");
        }
    }

    private static OrcStripeInfo ReadStripe(ProtoReader message, long fileLength)
    {
        var (offset, index, data, footer, rows) = (0L, 0L, 0L, 0L, 0L);
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    offset = message.Long();
                    break;
                case 2:
                    index = message.Long();
                    break;
                case 3:
                    data = message.Long();
                    break;
                case 4:
                    footer = message.Long();
                    break;
                case 5:
                    rows = message.Long();
                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        if (offset > fileLength || index > fileLength - offset || data > fileLength - offset - index
            || footer > fileLength - offset - index - data || footer > OrcLimits.SectionBytesMax)
        {
            throw new FormatException($"a stripe at {offset} is not inside the file of {fileLength} bytes");
        }

        return new(offset, index, data, footer, rows);
    }

    private void ReadMetadata(ReadOnlySpan<byte> bytes)
    {
        var message = new ProtoReader(bytes);
        var stripes = new List<OrcStatistics[]>();
        while (message.Next())
        {
            if (message.Field != 1)
            {
                message.Skip();
                continue;
            }

            var columns = new List<OrcStatistics>();
            var stripe = message.Message();
            while (stripe.Next())
            {
                if (stripe.Field == 1)
                {
                    columns.Add(OrcStatistics.Read(stripe.Message()));
                }
                else
                {
                    stripe.Skip();
                }
            }

            stripes.Add([.. columns]);
        }

        StripeStatistics = stripes.Count == Stripes.Count ? stripes : [];
    }
}
