using System.Globalization;
using NetTopologySuite.Geometries;

namespace Weir.Engines.Sql.Runtime.Geo;

/// <summary>A tile of the Bing map system: Mercator's square cut into 2^zoom tiles a side. Source: "Bing Maps Tile System".</summary>
internal readonly record struct BingTile(int X, int Y, int Zoom)
{
    public const int ZoomMax = 23;
    private const double LatitudeMax = 85.05112878;
    private const double TilePixels = 256;
    private const int CoordinateBits = 23;
    private const int TilesAtOnceMax = 1_000_000;

    public long Packed => ((long)Zoom << (2 * CoordinateBits)) | ((long)X << CoordinateBits) | (uint)Y;

    public static BingTile Of(object? packed)
    {
        var bits = (long)packed!;
        const int Mask = (1 << CoordinateBits) - 1;
        return new((int)(bits >> CoordinateBits) & Mask, (int)bits & Mask, (int)(bits >> (2 * CoordinateBits)));
    }

    public static BingTile At(int x, int y, int zoom)
    {
        CheckZoom(zoom);
        var limit = 1 << zoom;
        return x >= 0 && x < limit && y >= 0 && y < limit
            ? new(x, y, zoom)
            : throw SqlRuntime.Invalid($"XY coordinates for a Bing tile at zoom level {zoom} must be within [0, {limit}) range");
    }

    public static BingTile FromKey(string key)
    {
        if (key.Length is 0 or > ZoomMax)
        {
            throw SqlRuntime.Invalid(key.Length == 0 ? "QuadKey must not be empty string" : $"QuadKey must be {ZoomMax} characters or less");
        }

        var (x, y) = (0, 0);
        foreach (var digit in key)
        {
            if (digit is < '0' or > '3')
            {
                throw SqlRuntime.Invalid($"Invalid QuadKey digit sequence: {key}");
            }

            x = (x << 1) | ((digit - '0') & 1);
            y = (y << 1) | ((digit - '0') >> 1);
        }

        return new(x, y, key.Length);
    }

    public static BingTile Around(double latitude, double longitude, int zoom)
    {
        CheckZoom(zoom);
        if (latitude is not (>= -LatitudeMax and <= LatitudeMax))
        {
            throw SqlRuntime.Invalid($"Latitude must be between -{LatitudeMax} and {LatitudeMax}".Replace(",", ".", StringComparison.Ordinal));
        }

        if (longitude is not (>= -180 and <= 180))
        {
            throw SqlRuntime.Invalid("Longitude must be between -180.0 and 180.0");
        }

        var size = 1L << zoom;
        var sine = Math.Sin(latitude * Math.PI / 180);
        var x = (longitude + 180) / 360;
        var y = 0.5 - (Math.Log((1 + sine) / (1 - sine)) / (4 * Math.PI));
        return new(Place(x), Place(y), zoom);

        int Place(double part)
        {
            var pixels = Math.Clamp((part * size * TilePixels) + 0.5, 0, (size * TilePixels) - 1);
            return (int)(Math.Floor(pixels) / TilePixels);
        }
    }

    public string Key
    {
        get
        {
            var (x, y, zoom) = (X, Y, Zoom);
            return string.Create(zoom, (x, y), static (text, at) =>
            {
                for (var i = 0; i < text.Length; i++)
                {
                    var bit = text.Length - 1 - i;
                    text[i] = (char)('0' + ((at.x >> bit) & 1) + (2 * ((at.y >> bit) & 1)));
                }
            });
        }
    }

    public Envelope Envelope => new(Longitude(X), Longitude(X + 1), Latitude(Y + 1), Latitude(Y));

    /// <summary>The tile and its eight neighbours, as far as there are.</summary>
    public IEnumerable<BingTile> WithNeighbours()
    {
        var limit = 1 << Zoom;
        for (var x = Math.Max(0, X - 1); x <= Math.Min(limit - 1, X + 1); x++)
        {
            for (var y = Math.Max(0, Y - 1); y <= Math.Min(limit - 1, Y + 1); y++)
            {
                yield return new(x, y, Zoom);
            }
        }
    }

    /// <summary>Tiles of one zoom that touch a geometry.</summary>
    public static IEnumerable<BingTile> Covering(Geometry shape, int zoom)
    {
        Level(zoom);
        if (shape.IsEmpty)
        {
            yield break;
        }

        var box = shape.EnvelopeInternal;
        if (box.MinX < -180 || box.MaxX > 180)
        {
            throw SqlRuntime.Invalid("Longitude span for the geometry must be in [-180.00, 180.00] range");
        }

        if (box.MinY < -LatitudeMax || box.MaxY > LatitudeMax)
        {
            throw SqlRuntime.Invalid("Latitude span for the geometry must be in [-85.05, 85.05] range");
        }

        // A tile that the shape meets only at its border, below or to the right, does not count.
        var (first, last) = (Around(box.MaxY, box.MinX, zoom), Around(box.MinY, box.MaxX, zoom));
        var corner = last.Envelope;
        last = shape is Point ? last : new(
            last.X - (corner.MinX == box.MaxX && last.X > first.X ? 1 : 0), last.Y - (corner.MaxY == box.MinY && last.Y > first.Y ? 1 : 0), zoom);
        if ((long)(last.X - first.X + 1) * (last.Y - first.Y + 1) > TilesAtOnceMax)
        {
            throw SqlRuntime.Invalid(
                "The number of input tiles is too large (more than 1M) to compute a set of covering Bing tiles.");
        }

        var isBox = shape is Point || (shape is Polygon && shape.IsRectangle);
        for (var x = first.X; x <= last.X; x++)
        {
            for (var y = first.Y; y <= last.Y; y++)
            {
                var tile = new BingTile(x, y, zoom);
                if (isBox || shape.Intersects(Shapes.Factory.ToGeometry(tile.Envelope)))
                {
                    yield return tile;
                }
            }
        }
    }

    /// <summary>Tiles that a circle touches: those whose nearest point lies within the radius.</summary>
    public static IEnumerable<BingTile> Within(double latitude, double longitude, int zoom, double kilometres)
    {
        if (kilometres is not (>= 0 and <= 1000))
        {
            throw SqlRuntime.Invalid(kilometres < 0 ? "Radius must be >= 0" : "Radius must be <= 1,000 km");
        }

        var middle = Around(latitude, longitude, zoom);
        var degrees = kilometres / 111.19;
        var (north, south) = (Math.Min(LatitudeMax, latitude + degrees), Math.Max(-LatitudeMax, latitude - degrees));
        var wide = degrees / Math.Max(0.01, Math.Cos(Math.Max(Math.Abs(north), Math.Abs(south)) * Math.PI / 180));
        var first = Around(north, Math.Max(-180, longitude - wide), zoom);
        var last = Around(south, Math.Min(180, longitude + wide), zoom);
        if ((long)(last.X - first.X + 1) * (last.Y - first.Y + 1) > TilesAtOnceMax)
        {
            throw SqlRuntime.Invalid("The number of tiles covering input rectangle exceeds the limit of 1M. Number of tiles is too large");
        }

        for (var x = first.X; x <= last.X; x++)
        {
            for (var y = first.Y; y <= last.Y; y++)
            {
                var tile = new BingTile(x, y, zoom);
                var box = tile.Envelope;
                var nearest = Sphere.Distance(
                    latitude, longitude, Math.Clamp(latitude, box.MinY, box.MaxY), Math.Clamp(longitude, box.MinX, box.MaxX));
                if (tile == middle || nearest <= kilometres * 1000)
                {
                    yield return tile;
                }
            }
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"BingTile{{x={X}, y={Y}, zoom_level={Zoom}}}");

    private double Longitude(int x) => (360.0 * x / (1L << Zoom)) - 180;

    private double Latitude(int y)
    {
        var part = 0.5 - ((double)y / (1L << Zoom));
        return 90 - (360 * Math.Atan(Math.Exp(-part * 2 * Math.PI)) / Math.PI);
    }

    /// <summary>A zoom that the finding of tiles takes: 0 is none.</summary>
    public static int Level(int zoom)
    {
        CheckZoom(zoom);
        return zoom > 0 ? zoom : throw SqlRuntime.Invalid("Zoom level must be > 0");
    }

    private static void CheckZoom(int zoom)
    {
        if (zoom is < 0 or > ZoomMax)
        {
            throw SqlRuntime.Invalid($"Zoom level must be {(zoom < 0 ? ">= 0" : $"<= {ZoomMax}")}");
        }
    }
}
