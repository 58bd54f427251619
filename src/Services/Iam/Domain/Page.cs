using System.Buffers.Text;
using System.Text;

namespace Weir.Services.Iam.Domain;

/// <summary>One page of a list ordered by name; the marker names the last item given.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Marker)
{
    public bool IsTruncated => Marker is not null;
}

internal static class Page
{
    /// <param name="items">In any order.</param>
    public static Page<T> Of<T>(IEnumerable<T> items, Func<T, string> name, string? marker, int? itemsMax)
    {
        if (itemsMax is < 1 or > IamLimits.PageMax)
        {
            throw IamErrors.Invalid(
                $"1 validation error detected: Value '{itemsMax}' at 'maxItems' failed to satisfy constraint: "
                + $"Member must have value between 1 and {IamLimits.PageMax}");
        }

        var after = marker is null ? null : Decode(marker);
        var count = itemsMax ?? IamLimits.PageDefault;
        var page = items.Select(item => (Name: name(item), Item: item))
            .Where(item => after is null || string.CompareOrdinal(item.Name, after) > 0)
            .OrderBy(item => item.Name, StringComparer.Ordinal)
            .Take(count + 1)
            .ToList();
        var next = page.Count > count ? Encode(page[count - 1].Name) : null;
        return new([.. page.Take(count).Select(item => item.Item)], next);
    }

    private static string Encode(string name) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(name));

    private static string Decode(string marker)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(marker));
        }
        catch (FormatException)
        {
            throw IamErrors.Invalid($"Invalid Marker: {marker}");
        }
    }
}
