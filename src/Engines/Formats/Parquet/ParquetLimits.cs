namespace Weir.Engines.Formats.Parquet;

/// <summary>What a file may ask of us.</summary>
internal static class ParquetLimits
{
    public const int SchemaDepthMax = 64;

    /// <summary>A page, as stored or decompressed.</summary>
    public const int PageBytesMax = 1 << 30;

    public const int PageHeaderBytesMax = 16 << 20;

    /// <summary>Stored bytes that are read at once.</summary>
    public const int ReadBytes = 128 << 10;

    /// <summary>Elements of all lists in one batch of rows.</summary>
    public const int ElementsMax = 4 << 20;

    /// <summary>Rows with lists are read in batches of about so many elements.</summary>
    public const int ElementsWanted = 1 << 18;

    /// <summary>Texts of one batch that share what came before them and so are longer than what is stored.</summary>
    public const int BatchTextBytesMax = 512 << 20;
}
