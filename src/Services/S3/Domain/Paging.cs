namespace Weir.Services.S3.Domain;

/// <summary>Page sizes and the encoding of listed keys.</summary>
internal static class Paging
{
    /// <summary>As asked, at most S3's own page; negative ones are refused.</summary>
    public static int Max(string argument, int? asked) => asked switch
    {
        null => S3Limits.ListMax,
        < 0 => throw S3Errors.InvalidArgument($"Argument {argument} must be an integer between 0 and 2147483647", argument, $"{asked}"),
        { } max => Math.Min(max, S3Limits.ListMax),
    };

    /// <summary>What writes keys into the answer: as they are, or URL encoded.</summary>
    public static Func<string?, string?> Encoder(string? encodingType) => encodingType switch
    {
        null => text => text,
        "url" => text => text is null ? null : KeyEncoding.Encode(text),
        _ => throw S3Errors.InvalidArgument("Invalid Encoding Method specified in Request", "encoding-type", encodingType),
    };
}
