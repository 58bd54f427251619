namespace Weir.Services.S3.Domain;

/// <summary>The key and id of an upload as one text that sorts by key, then by id: what uploads are stored and listed under.</summary>
internal static class UploadKeys
{
    public static string Join(string key, string uploadId) => key + "\0" + uploadId;

    public static (string Key, string? UploadId) Split(string joined)
    {
        var cut = joined.LastIndexOf('\0');
        return cut < 0 ? (joined, null) : (joined[..cut], joined[(cut + 1)..]);
    }

    /// <summary>
    /// A key marker alone leaves out all uploads of that key; with an upload id, those up to it. A marker that is a common prefix,
    /// as a page with a delimiter ends, stays as it is.
    /// </summary>
    public static string? After(string? keyMarker, string? uploadIdMarker, string? delimiter) => (keyMarker, uploadIdMarker) switch
    {
        (null or "", _) => null,
        (_, null or "") when !string.IsNullOrEmpty(delimiter) && keyMarker.EndsWith(delimiter, StringComparison.Ordinal) => keyMarker,
        (_, null or "") => Join(keyMarker, "\uffff"),
        _ => Join(keyMarker, uploadIdMarker),
    };
}
