using System.Text;
using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Text;

/// <summary>A text that is no value of its column's type, where that ends the query.</summary>
internal static class ValueError
{
    private const int CharsMax = 200;

    public static FormatException Of(ReadOnlySpan<byte> text, string column, int field, DuckType type)
    {
        var shown = Encoding.UTF8.GetString(text.Length > CharsMax ? text[..CharsMax] : text);
        return new($"Error parsing field value '{shown}' for field {field}: column {column} has the type {type}");
    }
}
