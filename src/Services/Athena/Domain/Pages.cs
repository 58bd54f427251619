using System.Buffers.Text;
using System.Text;
using Weir.Kernel.State;

namespace Weir.Services.Athena.Domain;

/// <summary>Opaque page tokens: where the last page ended.</summary>
internal static class Pages
{
    /// <summary>The first items after the token's place, and the token of the next page when there is more.</summary>
    public static (List<T> Items, string? Next) Cut<T>(
        IEnumerable<T> ordered, Func<T, string> key, string? token, int size)
    {
        var after = token is null ? null : Decode(token);
        var items = new List<T>();
        foreach (var item in ordered)
        {
            if (after is not null && string.CompareOrdinal(key(item), after) <= 0)
            {
                continue;
            }

            if (items.Count == size)
            {
                return (items, Encode(key(items[^1])));
            }

            items.Add(item);
        }

        return (items, null);
    }

    public static string Encode(string place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place));

    public static string Decode(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        }
        catch (FormatException)
        {
            throw AthenaErrors.BadToken();
        }
    }

    public static string Encode(StateKey key) => Base64Url.EncodeToString(key.ToArray());

    public static StateKey DecodeKey(string token)
    {
        try
        {
            return new StateKey(Base64Url.DecodeFromChars(token));
        }
        catch (FormatException)
        {
            throw AthenaErrors.BadToken();
        }
    }
}
