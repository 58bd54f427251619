namespace Weir.Engines.Hudi.Logs;

/// <summary>What a block of a log is.</summary>
public enum LogBlockKind
{
    /// <summary>Takes blocks back.</summary>
    Command = 0,
    Delete = 1,
    Corrupt = 2,
    Avro = 3,
    HFile = 4,
    Parquet = 5,
    ChangeData = 6,
}

/// <summary>Names of a block's header.</summary>
public enum LogHeader
{
    InstantTime = 0,
    TargetInstantTime = 1,
    Schema = 2,
    CommandType = 3,
    CompactedBlockTimes = 4,
    RecordPositions = 5,
    BlockIdentifier = 6,
    IsPartial = 7,
    BaseFileInstant = 8,
}

/// <summary>One block of a log file.</summary>
public sealed record LogBlock(LogBlockKind Kind, IReadOnlyDictionary<int, string> Header, ReadOnlyMemory<byte> Content)
{
    /// <summary>The instant of the commit that wrote it; empty where it does not say.</summary>
    public string Instant => this[LogHeader.InstantTime] ?? "";

    public string? this[LogHeader key] => Header.GetValueOrDefault((int)key);
}
