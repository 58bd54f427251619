namespace Weir.Engines.Discovery;

/// <summary>Every number of discovery, with its unit.</summary>
public static class DiscoveryLimits
{
    /// <summary>Bytes of a file that are looked at, after decompression.</summary>
    public const int SampleBytesMax = 8 << 20;

    /// <summary>Columns of a table; more are no table a person meant.</summary>
    public const int ColumnsMax = 4096;

    /// <summary>Lines of a JSON file that are no JSON; what comes behind them is not looked at, for each costs as much as dozens of good ones.</summary>
    public const int BrokenLinesMax = 5_000;

    /// <summary>Nesting of documents.</summary>
    public const int DepthMax = 32;

    /// <summary>Letters of a type's text, as the catalog takes them.</summary>
    public const int TypeLettersMax = 131_072;

    /// <summary>Records that decide on a delimiter.</summary>
    public const int DelimiterRecordsMax = 500;

    /// <summary>Fields of an object above which its keys are data, and the object is a map.</summary>
    public const int StructFieldsMax = 300;

    /// <summary>How much of two schemas must agree to be one table: 70 percent, as the crawlers of AWS ask.</summary>
    public const double SimilarityMin = 0.7;

    /// <summary>The same of folders named key=value with one key: one column in both is enough.</summary>
    public const double KeyedSimilarityMin = 1.0 / (2 * ColumnsMax);

    /// <summary>Files of one folder that are looked at when nobody said how many; they are spread over the folder.</summary>
    public const int FilesPerFolderMax = 50;

    /// <summary>How long one line may be matched against a pattern, in milliseconds.</summary>
    public const int PatternMilliseconds = 200;

    /// <summary>Nested patterns a Grok pattern may name.</summary>
    public const int GrokDepthMax = 16;

    /// <summary>Letters of a Grok pattern, and of the patterns beside it, as AWS takes them.</summary>
    public const int GrokPatternLettersMax = 2048;

    public const int GrokCustomLettersMax = 16_000;

    /// <summary>Letters of a Grok pattern written out.</summary>
    public const int GrokLettersMax = 16_000;
}
