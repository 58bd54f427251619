using System.Globalization;
using Weir.Engines.Sql.Runtime;
using Weir.Engines.Sql.Runtime.Geo;

namespace Weir.Engines.Sql.Types;

/// <summary>Values of types whose form the engine does not know, as Trino shows them in results.</summary>
public static class OpaqueText
{
    /// <summary>A shape as well-known text.</summary>
    public static string Geometry(ReadOnlySpan<byte> bytes) => Shapes.Text(Shapes.Read(bytes.ToArray()));

    /// <summary>A tile by its place and zoom level.</summary>
    public static string Tile(long packed)
    {
        var tile = BingTile.Of(packed);
        return string.Create(CultureInfo.InvariantCulture, $"{{x={tile.X}, y={tile.Y}, zoom={tile.Zoom}}}");
    }

    /// <summary>A colour's name, or its parts.</summary>
    public static string Color(int color) => Colors.Text(color);
}
