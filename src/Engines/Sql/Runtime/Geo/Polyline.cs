using System.Text;
using NetTopologySuite.Geometries;

namespace Weir.Engines.Sql.Runtime.Geo;

/// <summary>Google's encoded polylines: differences of latitude and longitude in 1e-5 degrees, five bits a letter.</summary>
internal static class Polyline
{
    private const double Scale = 1e5;

    public static string Encode(Coordinate[] points)
    {
        var text = new StringBuilder();
        var (latitude, longitude) = (0L, 0L);
        foreach (var point in points)
        {
            var (nextLatitude, nextLongitude) = ((long)Math.Round(point.Y * Scale), (long)Math.Round(point.X * Scale));
            Append(text, nextLatitude - latitude);
            Append(text, nextLongitude - longitude);
            (latitude, longitude) = (nextLatitude, nextLongitude);
        }

        return text.ToString();
    }

    public static Coordinate[] Decode(string text)
    {
        var points = new List<Coordinate>();
        var (latitude, longitude, at) = (0L, 0L, 0);
        while (at < text.Length)
        {
            latitude += Next(text, ref at);
            longitude += Next(text, ref at);
            points.Add(new(longitude / Scale, latitude / Scale));
        }

        return [.. points];
    }

    private static void Append(StringBuilder text, long value)
    {
        var bits = value < 0 ? ~(value << 1) : value << 1;
        for (; bits >= 0x20; bits >>= 5)
        {
            text.Append((char)((0x20 | (bits & 0x1F)) + 63));
        }

        text.Append((char)(bits + 63));
    }

    private static long Next(string text, ref int at)
    {
        var (bits, shift) = (0L, 0);
        while (true)
        {
            var letter = at < text.Length && shift < 60 ? text[at++] - 63 : -1;
            if (letter is < 0 or > 0x3F)
            {
                throw SqlRuntime.Invalid("Input is not a valid encoded polyline");
            }

            bits |= (long)(letter & 0x1F) << shift;
            shift += 5;
            if (letter < 0x20)
            {
                return (bits & 1) == 0 ? bits >> 1 : ~(bits >> 1);
            }
        }
    }
}
