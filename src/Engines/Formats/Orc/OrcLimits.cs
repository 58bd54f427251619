namespace Weir.Engines.Formats.Orc;

/// <summary>What a file may ask of us.</summary>
internal static class OrcLimits
{
    /// <summary>The end of a file that is read first; most footers fit.</summary>
    public const int TailBytes = 16 << 10;

    /// <summary>A footer, metadata section, stripe footer or index, as stored.</summary>
    public const int SectionBytesMax = 256 << 20;

    /// <summary>The same, decompressed.</summary>
    public const int SectionPlainBytesMax = 512 << 20;

    /// <summary>A compressed chunk's header has 23 bits for the length; its plain text is bounded alike.</summary>
    public const int BlockBytesMax = 1 << 23;

    public const int BlockBytesDefault = 256 << 10;

    /// <summary>Stored bytes of a stream that are read at once, at first.</summary>
    public const int ReadBytesMin = 32 << 10;

    /// <summary>The same, later on.</summary>
    public const int ReadBytesMax = 256 << 10;

    public const int TypesMax = 1 << 20;

    public const int DepthMax = 64;

    /// <summary>Elements of all lists in one batch of rows.</summary>
    public const int ElementsMax = 4 << 20;

    /// <summary>Rows with lists are read in batches of about so many elements.</summary>
    public const int ElementsWanted = 1 << 18;

    /// <summary>One text or blob.</summary>
    public const int ValueBytesMax = 1 << 30;

    /// <summary>All entries of one dictionary.</summary>
    public const int DictionaryBytesMax = 1 << 30;
}
