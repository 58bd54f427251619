namespace Weir.Kernel.Wire;

/// <summary>What a value of the model is.</summary>
public enum ShapeKind
{
    String,
    Integer,
    Long,
    Double,
    Boolean,
    Timestamp,
    Blob,
    List,
    Map,
    Structure,
}

/// <summary>Where in a REST message a member travels.</summary>
public enum MemberLocation
{
    Body,
    Header,

    /// <summary>A map spread over all headers that start with the member's wire name.</summary>
    Headers,
    Uri,
    QueryString,
    StatusCode,
}

/// <summary>How an instant is written.</summary>
public enum TimestampFormat
{
    /// <summary>As the place demands: seconds in JSON, ISO 8601 in XML and queries, RFC 822 in headers.</summary>
    Default,
    UnixSeconds,
    Iso8601,
    Rfc822,
}
