using System.Text;

namespace Weir.Services.Lambda.Domain;

/// <summary>Pages of lists: a marker names the last entry of the page before.</summary>
internal static class Pages
{
    public static int Size(int? maxItems, int most) => maxItems switch
    {
        null => most,
        >= 1 and <= 10_000 => Math.Min(maxItems.Value, most),
        _ => throw LambdaErrors.Constraint($"{maxItems}", "maxItems", "Member must have value between 1 and 10000"),
    };

    public static string Marker(string last) => Convert.ToBase64String(Encoding.UTF8.GetBytes(last));

    public static string? After(string? marker)
    {
        if (string.IsNullOrEmpty(marker))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[512];
        return marker.Length <= 512 && Convert.TryFromBase64String(marker, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes[..length])
            : throw LambdaErrors.InvalidParameter("The provided marker is invalid.");
    }
}
