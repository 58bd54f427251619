using System.Globalization;

namespace Weir.Services.S3.Domain;

/// <summary>A part of an object that a reader asked for.</summary>
internal readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>As <c>Content-Range</c> writes it.</summary>
    public string Describe(long size) =>
        string.Create(CultureInfo.InvariantCulture, $"bytes {Offset}-{Offset + Length - 1}/{size}");

    /// <summary>
    /// Reads <c>bytes=0-9</c>, <c>bytes=10-</c> and <c>bytes=-5</c>. Null (the whole object) when there is no range, when it is not
    /// well-formed or when it names several: S3 ignores those.
    /// </summary>
    public static ByteRange? Parse(string? header, long size)
    {
        if (header is null || !header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var text = header.AsSpan("bytes=".Length).Trim();
        var dash = text.IndexOf('-');
        if (dash < 0 || text.Contains(','))
        {
            return null;
        }

        var hasFirst = TryNumber(text[..dash], out var first);
        var hasLast = TryNumber(text[(dash + 1)..], out var last);
        return (hasFirst, hasLast) switch
        {
            (true, true) when first > last => null,
            (true, true) => first < size ? new(first, Math.Min(last, size - 1) - first + 1) : throw S3Errors.InvalidRange(header, size),
            (true, false) when dash == text.Length - 1 =>
                first < size ? new(first, size - first) : throw S3Errors.InvalidRange(header, size),
            (false, true) when dash == 0 =>
                last > 0 && size > 0 ? new(Math.Max(0, size - last), Math.Min(last, size)) : throw S3Errors.InvalidRange(header, size),
            _ => null,
        };
    }

    /// <summary>Reads <c>x-amz-copy-source-range</c>, which must be <c>bytes=first-last</c> within the source.</summary>
    public static ByteRange ParseCopy(string header, long size)
    {
        const string Explanation = "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy";
        if (!header.StartsWith("bytes=", StringComparison.Ordinal)
            || header[6..].Split('-') is not [var from, var to]
            || !TryNumber(from, out var first) || !TryNumber(to, out var last) || first > last)
        {
            throw S3Errors.InvalidArgument(Explanation, "x-amz-copy-source-range", header);
        }

        return last < size
            ? new(first, last - first + 1)
            : throw S3Errors.InvalidArgument(
                string.Create(CultureInfo.InvariantCulture, $"Range specified is not valid for source object of size: {size}"),
                "x-amz-copy-source-range",
                header);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
