namespace Weir.Engines.Sql;

/// <summary>A statement was refused: an error its author can see, with Trino's code and, where known, the place.</summary>
public sealed class SqlException : Exception
{
    public SqlException(SqlErrorCode code, string text, SourcePosition? at = null)
        : base(at is { } place ? $"line {place.Line}:{place.Column}: {text}" : text)
    {
        Code = code;
        Text = text;
        At = at;
    }

    public SqlErrorCode Code { get; }

    /// <summary>The text without the place.</summary>
    public string Text { get; }

    public SourcePosition? At { get; }
}
