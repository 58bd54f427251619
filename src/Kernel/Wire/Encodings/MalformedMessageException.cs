namespace Weir.Kernel.Wire;

/// <summary>What came in is not a message of its encoding, or a value is not of its type.</summary>
/// <param name="message">What is wrong, for the caller to read.</param>
internal sealed class MalformedMessageException(string message) : Exception(message)
{
    /// <summary>The header or query parameter at fault; null when it is the body.</summary>
    public string? Argument { get; init; }

    public string? Value { get; init; }
}
