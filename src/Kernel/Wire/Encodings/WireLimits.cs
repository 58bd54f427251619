namespace Weir.Kernel.Wire;

/// <summary>Every number of the wire layer.</summary>
internal static class WireLimits
{
    /// <summary>Structures, lists and maps inside each other, known or to be skipped.</summary>
    public const int NestingMax = 64;

    /// <summary>The body of a Query request, before its service is known.</summary>
    public const int QueryBodyBytesMax = 10 * 1024 * 1024;

    public const int QueryParametersMax = 2000;

    /// <summary>Fields of a Query-protocol form; a batch of ten messages with attributes has under 500.</summary>
    public const int FormFieldsMax = 20_000;

    public const int XmlNodesMax = 200_000;

    /// <summary>A body that says its length is allocated at once up to here; beyond, as it comes.</summary>
    public const int BodyBytesTrusted = 1024 * 1024;

    public const int CopyBufferBytes = 128 * 1024;

    /// <summary>What a non-streaming S3 body (a configuration, a list of parts or keys) may have.</summary>
    public const int S3DocumentBytesMax = 4 * 1024 * 1024;

    /// <summary>Missing members that one validation error names.</summary>
    public const int ProblemsMax = 10;
}
