namespace Weir.Engines.DuckDb;

/// <summary>DuckDB's types by their number in the C API (<c>duckdb_type</c>).</summary>
public enum DuckKind
{
    Invalid = 0,
    Boolean = 1,
    TinyInt = 2,
    SmallInt = 3,
    Integer = 4,
    BigInt = 5,
    UTinyInt = 6,
    USmallInt = 7,
    UInteger = 8,
    UBigInt = 9,
    Float = 10,
    Double = 11,
    /// <summary>Microseconds since 1970.</summary>
    Timestamp = 12,
    /// <summary>Days since 1970.</summary>
    Date = 13,
    /// <summary>Microseconds since midnight.</summary>
    Time = 14,
    Interval = 15,
    HugeInt = 16,
    Varchar = 17,
    Blob = 18,
    Decimal = 19,
    TimestampSeconds = 20,
    TimestampMillis = 21,
    TimestampNanos = 22,
    Enum = 23,
    List = 24,
    Struct = 25,
    Map = 26,
    Uuid = 27,
    Union = 28,
    Bit = 29,
    TimeTz = 30,
    /// <summary>Microseconds since 1970 in UTC.</summary>
    TimestampTz = 31,
    UHugeInt = 32,
    Array = 33,
    Any = 34,
    BigNum = 35,
    Null = 36,
    StringLiteral = 37,
    IntegerLiteral = 38,
    /// <summary>Nanoseconds since midnight.</summary>
    TimeNanos = 39,
    Geometry = 40,
    Variant = 41,
    TimestampTzNanos = 42,
}
