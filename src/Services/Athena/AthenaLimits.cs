namespace Weir.Services.Athena;

/// <summary>Every number of the service, with its unit.</summary>
internal static class AthenaLimits
{
    /// <summary>Bytes of a query's text. Source: Athena service quotas.</summary>
    public const int QueryBytesMax = 262_144;

    /// <summary>Queries accepted and not over, per process; AWS's default for active DML queries.</summary>
    public const int ActiveQueriesMax = 200;

    /// <summary>Queries that scan data at one time.</summary>
    public static readonly int DataQueriesAtOnce = Math.Max(20, Environment.ProcessorCount);

    /// <summary>What one query takes of a capacity reservation. Source: "DDL queries consume 4 DPUs; DML queries typically consume between 4 and 124".</summary>
    public const int DpusPerQuery = 4;

    /// <summary>Slots that no reservation gets, so that queries of other workgroups always have a way.</summary>
    public const int SharedSlotsMin = 2;

    public static readonly int ReservableDpus = (DataQueriesAtOnce - SharedSlotsMin) * DpusPerQuery;

    public const int ReservationsMax = 100;

    /// <summary>Source: "you can add up to 20 workgroups to the reservation".</summary>
    public const int AssignedGroupsMax = 20;

    /// <summary>How long a cancelled reservation is remembered. Source: "After 45 days, Athena will delete the reservation".</summary>
    public static readonly TimeSpan CancelledCapacity = TimeSpan.FromDays(45);

    /// <summary>Those of them that have every core and a good share of memory.</summary>
    public static readonly int LargeEngines = Math.Max(2, Environment.ProcessorCount);

    public const long LargeEngineBytesMin = 256L << 20;
    public const long SmallEngineBytesMin = 256L << 20;

    /// <summary>Statements that only touch the catalog, at one time.</summary>
    public const int CatalogStatementsAtOnce = 4;

    public static readonly TimeSpan DataQueryTimeout = TimeSpan.FromMinutes(30);

    public static readonly TimeSpan CatalogStatementTimeout = TimeSpan.FromMinutes(600);

    /// <summary>How long executions are remembered. Source: "Athena keeps query history for 45 days".</summary>
    public static readonly TimeSpan History = TimeSpan.FromDays(45);

    public static readonly TimeSpan SweepPeriod = TimeSpan.FromHours(1);

    /// <summary>Records forgotten in one transaction.</summary>
    public const int SweepMax = 1000;

    /// <summary>Rows of one GetQueryResults page.</summary>
    public const int ResultRowsMax = 1000;

    /// <summary>Bytes of one value in a page; longer ones cannot be a row.</summary>
    public const int ResultRowBytesMax = 32 << 20;

    /// <summary>Files of one table scan.</summary>
    public const int ScanFilesMax = 1_000_000;

    /// <summary>Bytes of one JSON or text row.</summary>
    public const int TextRowBytesMax = 32 << 20;

    /// <summary>Column chunks of the Parquet footers kept in memory, some 300 bytes each.</summary>
    public const int FooterChunksMax = 200_000;

    /// <summary>Stored bytes of the wanted columns of all files up to which Parquet is read by our own reader: some milliseconds; DuckDB is several times as fast.</summary>
    public const long OwnParquetBytesMax = 256 << 10;

    /// <summary>The same in rows: a column of few values can have many of them in few bytes.</summary>
    public const long OwnParquetRowsMax = 20_000;

    /// <summary>Bytes of Parquet files whose rows are only counted up to which their pages are looked through; the footers of more have to do.</summary>
    public const long CountCheckedBytesMax = 1L << 30;

    /// <summary>Bytes of an Avro schema in an object.</summary>
    public const int SchemaBytesMax = 16 << 20;

    /// <summary>Bytes of Parquet read again, file by file, to tell which one broke a query.</summary>
    public const long BlameBytesMax = 1L << 30;

    /// <summary>Source: ResultReuseByAgeConfiguration in the API reference.</summary>
    public const int ReuseMinutesDefault = 60;
    public const int ReuseMinutesMax = 10_080;

    /// <summary>How long an answer about a query under way waits for its end.</summary>
    public static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(25);

    /// <summary>Partitions of an Iceberg table one statement writes into. Source: "Athena supports writing to 100 unique partition and bucket combinations".</summary>
    public const int OpenPartitionsMax = 100;

    /// <summary>Files one OPTIMIZE rewrites into one.</summary>
    public const long RewriteBytesMax = 512L << 20;

    public const int PageDefault = 50;

    /// <summary>Ids or names of one batch.</summary>
    public const int BatchMax = 50;

    /// <summary>How long a client token is remembered: retries come within minutes.</summary>
    public static readonly TimeSpan TokenLife = TimeSpan.FromDays(1);
    /// <summary>Tags on one page. Source: MaxTagsCount of the API has a least and no most.</summary>
    public const int TagsPageMin = 75;
    public const int TagsPageMax = 1000;
    public const int TagsMax = 50;
    public const int PreparedMax = 1000;

    /// <summary>Characters of a description, and of a name of a saved query.</summary>
    public const int DescriptionMax = 1024;
    public const int NameMax = 128;

    /// <summary>Characters of one execution parameter.</summary>
    public const int ParameterMax = 1024;
    public const int DatabaseMax = 255;
    public const int WorkGroupsMax = 1000;
}
