namespace Weir.Engines.Sql.Types;

/// <summary>The kinds of Trino's types.</summary>
public enum SqlTypeKind
{
    /// <summary>The type of NULL.</summary>
    Unknown,
    Boolean, TinyInt, SmallInt, Integer, BigInt, Decimal, Real, Double, Varchar, Char, Varbinary,
    Date, Time, TimeZoned, Timestamp, TimestampZoned, IntervalDay, IntervalYear, Array, Map, Row, Json, Uuid,
    IpAddress, HyperLogLog, QDigest, TDigest, SetDigest, Geometry, SphericalGeography, BingTile, Color,

    /// <summary>A lambda: parameters, then result. Exists only while a call is bound.</summary>
    Function,
}
