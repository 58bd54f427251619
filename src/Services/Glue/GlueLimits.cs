namespace Weir.Services.Glue;

/// <summary>Source: AWS Glue API Reference.</summary>
internal static class GlueLimits
{
    public const int NameLettersMax = 255;
    public const int DescriptionLettersMax = 2048;
    public const int ValueLettersMax = 1024;
    public const int ExpressionLettersMax = 2048;
    public const int ExpressionDepthMax = 100;
    public const int BatchCreatePartitionsMax = 100;
    public const int BatchDeletePartitionsMax = 25;
    public const int BatchGetPartitionsMax = 1000;
    public const int BatchUpdatePartitionsMax = 100;
    public const int BatchTablesMax = 100;
    public const int BatchVersionsMax = 100;
    public const int DatabasesPageMax = 100;
    public const int TablesPageMax = 100;
    public const int VersionsPageMax = 100;
    public const int PartitionsPageMax = 1000;
    public const int SegmentsMax = 10;
    public const int TagsMax = 50;
    public const int SearchPageMax = 1000;

    /// <summary>Partitions read in one snapshot when another service lists them.</summary>
    public const int PartitionsPerRead = 1000;
}
