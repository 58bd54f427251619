using NetTopologySuite.Geometries;

namespace Weir.Engines.Sql.Runtime.Geo;

/// <summary>Measures on a sphere of the Earth's mean radius; coordinates are longitude and latitude in degrees, results metres.</summary>
internal static class Sphere
{
    private const double RadiusMetres = 6_371_010;
    private const double RadiusKilometres = 6371.01;

    /// <summary>The great circle's arc between two points.</summary>
    public static double Distance(double latitude1, double longitude1, double latitude2, double longitude2) =>
        Kilometres(latitude1, longitude1, latitude2, longitude2) * 1000;

    /// <summary>The same in kilometres.</summary>
    public static double Kilometres(double latitude1, double longitude1, double latitude2, double longitude2)
    {
        Check(latitude1, longitude1);
        Check(latitude2, longitude2);
        var (sin1, cos1) = Math.SinCos(Radians(latitude1));
        var (sin2, cos2) = Math.SinCos(Radians(latitude2));
        var (sinTurn, cosTurn) = Math.SinCos(Radians(longitude1 - longitude2));
        var across = cos2 * sinTurn;
        var along = (cos1 * sin2) - (sin1 * cos2 * cosTurn);
        return Math.Atan2(Math.Sqrt((across * across) + (along * along)), (sin1 * sin2) + (cos1 * cos2 * cosTurn)) * RadiusKilometres;
    }

    public static double Length(Geometry shape)
    {
        var total = 0.0;
        for (var part = 0; part < shape.NumGeometries; part++)
        {
            var points = shape.GetGeometryN(part).Coordinates;
            for (var at = 1; at < points.Length; at++)
            {
                total += Distance(points[at - 1].Y, points[at - 1].X, points[at].Y, points[at].X);
            }
        }

        return total;
    }

    public static double Area(Geometry shape)
    {
        var total = 0.0;
        for (var part = 0; part < shape.NumGeometries; part++)
        {
            var polygon = (Polygon)shape.GetGeometryN(part);
            total += Math.Abs(Excess(polygon.ExteriorRing));
            total -= polygon.InteriorRings.Sum(ring => Math.Abs(Excess(ring)));
        }

        return total * RadiusMetres * RadiusMetres;
    }

    public static void Check(double latitude, double longitude)
    {
        if (latitude is not (>= -90 and <= 90))
        {
            throw SqlRuntime.Invalid("Latitude must be between -90 and 90");
        }

        if (longitude is not (>= -180 and <= 180))
        {
            throw SqlRuntime.Invalid("Longitude must be between -180 and 180");
        }
    }

    /// <summary>The spherical excess of a ring: the sum over its edges of that of the triangle between edge and pole.</summary>
    private static double Excess(LineString ring)
    {
        var points = ring.Coordinates;
        if (points.Length < 4)
        {
            throw SqlRuntime.Invalid("Polygon is not valid: a loop contains less then 3 vertices.");
        }

        if (points.Zip(points.Skip(1)).Any(pair => pair.First.Equals2D(pair.Second)))
        {
            throw SqlRuntime.Invalid("Polygon is not valid: it has two identical consecutive vertices");
        }

        var excess = 0.0;
        var turned = 0.0;
        for (var at = 1; at < points.Length; at++)
        {
            Check(points[at].Y, points[at].X);
            var turn = Math.IEEERemainder(Radians(points[at].X - points[at - 1].X), 2 * Math.PI);
            var (tan1, tan2) = (Math.Tan(Radians(points[at - 1].Y) / 2), Math.Tan(Radians(points[at].Y) / 2));
            excess += 2 * Math.Atan2(Math.Tan(turn / 2) * (tan1 + tan2), 1 + (tan1 * tan2));
            turned += turn;
        }

        // A ring around a pole turns once; the pole's half is not in the sum.
        return Math.Abs(turned) > Math.PI ? Math.Abs(excess) - (2 * Math.PI) : excess;
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
