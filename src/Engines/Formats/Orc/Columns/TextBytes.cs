using System.Text;
using System.Text.Unicode;

namespace Weir.Engines.Formats.Orc.Columns;

/// <summary>What DuckDB may be given as text: UTF-8 without the padding of CHAR.</summary>
internal readonly struct TextBytes(OrcKind kind)
{
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> stored)
    {
        if (kind == OrcKind.Binary)
        {
            return stored;
        }

        if (kind == OrcKind.Char)
        {
            stored = stored.TrimEnd((byte)' ');
        }

        // Anything else would make DuckDB's functions read past the text's end.
        return Utf8.IsValid(stored) ? stored : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(stored));
    }
}
