using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Linemerge;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Union;

namespace Weir.Engines.Sql.Runtime.Geo;

/// <summary>The shape results have in Trino: which way rings run, where they begin, in what order parts stand.</summary>
internal static class Canonical
{
    private static readonly Comparer<Coordinate> Upward = Comparer<Coordinate>.Create((left, right) =>
        left.Y.CompareTo(right.Y) is not 0 and var order ? order : left.X.CompareTo(right.X));

    /// <summary>The same with shells counterclockwise and holes clockwise.</summary>
    public static Geometry Oriented(Geometry shape) => shape switch
    {
        Polygon { IsEmpty: false } polygon => Shapes.Factory.CreatePolygon(
            Turned(polygon.Shell, isCounterClockwise: true), [.. polygon.Holes.Select(hole => Turned(hole, isCounterClockwise: false))]),
        MultiPolygon many => Shapes.Factory.CreateMultiPolygon([.. many.Geometries.Select(part => (Polygon)Oriented(part))]),
        GeometryCollection { OgcGeometryType: OgcGeometryType.GeometryCollection } mixed =>
            Shapes.Factory.CreateGeometryCollection([.. mixed.Geometries.Select(Oriented)]),
        _ => shape,
    };

    /// <summary>Points in the order of <c>ST_Points</c>, which walks rings the other way round.</summary>
    public static IEnumerable<Coordinate> Points(Geometry shape) => shape switch
    {
        Polygon polygon => polygon.IsEmpty ? [] : polygon.Holes.Prepend(polygon.Shell).SelectMany(ring => ring.Coordinates.Reverse()),
        GeometryCollection parts => parts.Geometries.SelectMany(Points),
        _ => shape.Coordinates,
    };

    public static Geometry Boundary(Geometry shape) => shape switch
    {
        Point or MultiPoint => Shapes.Factory.CreateMultiPoint(),
        Polygon or MultiPolygon => Shapes.Factory.CreateMultiLineString(
            [.. Parts(shape).Cast<Polygon>().SelectMany(polygon => polygon.Holes.Prepend(polygon.Shell)).Select(ring => Shapes.Factory.CreateLineString(ring.CoordinateSequence))]),
        LineString or MultiLineString => Shapes.Factory.CreateMultiPointFromCoords(
            [.. Parts(shape).Where(line => !line.IsEmpty).SelectMany(line => new[] { line.Coordinates[0], line.Coordinates[^1] }).GroupBy(end => end).Where(ends => ends.Count() % 2 == 1).Select(ends => ends.Key)]),
        _ => shape.Boundary,
    };

    /// <summary>A hull begins at its leftmost point.</summary>
    public static Geometry Hull(Geometry shape)
    {
        if (shape.IsEmpty)
        {
            return shape;
        }

        var hull = shape.ConvexHull();
        return hull is Polygon polygon ? Rotated((Polygon)Oriented(polygon), Comparer<Coordinate>.Create((left, right) => left.CompareTo(right))) : hull;
    }

    /// <summary>An overlay of two shapes, in order; shapes that are not valid are repaired first.</summary>
    public static Geometry Overlay(Geometry left, Geometry right, SpatialFunction function)
    {
        if (function == SpatialFunction.Union)
        {
            return Union([left, right]);
        }

        var made = Ordered(Computed(left, right, (a, b) => OverlayNGRobust.Overlay(Flat(a), Flat(b), function)));
        return made.IsEmpty && function == SpatialFunction.Intersection ? Shapes.Factory.CreateMultiPolygon() : made;
    }

    /// <summary>Each kind is joined with its own; lines and points within something larger vanish in it.</summary>
    public static Geometry Union(IReadOnlyList<Geometry> shapes)
    {
        var parts = shapes.SelectMany(Parts).Where(part => !part.IsEmpty).ToArray();
        if (parts.Length == 0)
        {
            return shapes.All(shape => shape.OgcGeometryType == shapes[0].OgcGeometryType) ? shapes[0] : Shapes.Factory.CreateGeometryCollection();
        }

        var kinds = parts.GroupBy(part => part.Dimension).OrderByDescending(kind => kind.Key).Select(kind => Merged([.. kind])).ToArray();
        var left = new List<Geometry>();
        foreach (var kind in kinds)
        {
            left.Add(left.Aggregate(kind, (rest, larger) => rest.IsEmpty ? rest : Computed(rest, larger, (a, b) => OverlayNGRobust.Overlay(a, b, SpatialFunction.Difference))));
        }

        return Ordered(Shapes.Factory.BuildGeometry([.. left.SelectMany(Parts).Where(part => !part.IsEmpty)]));
    }

    /// <summary>A question about two shapes, of which one may have to be repaired.</summary>
    public static T Computed<T>(Geometry left, Geometry right, Func<Geometry, Geometry, T> compute)
    {
        try
        {
            return compute(left, right);
        }
        catch (TopologyException)
        {
            return compute(GeometryFixer.Fix(left), GeometryFixer.Fix(right));
        }
    }

    private static Geometry Merged(Geometry[] parts)
    {
        try
        {
            return UnaryUnionOp.Union(parts);
        }
        catch (TopologyException)
        {
            return UnaryUnionOp.Union(parts.Select(GeometryFixer.Fix));
        }
    }

    /// <summary>Overlays take no mixed collections: such a one becomes the union of its parts.</summary>
    private static Geometry Flat(Geometry shape) => shape.OgcGeometryType == OgcGeometryType.GeometryCollection ? UnaryUnionOp.Union(shape) : shape;

    private static IEnumerable<Geometry> Parts(Geometry shape) =>
        shape is GeometryCollection parts ? parts.Geometries.SelectMany(Parts) : [shape];

    /// <summary>Points, then lines, then areas, each from below upwards.</summary>
    private static Geometry Ordered(Geometry shape)
    {
        if (shape.IsEmpty)
        {
            return shape;
        }

        var points = new List<Geometry>();
        var areas = new List<Geometry>();
        var merger = new LineMerger();
        foreach (var part in Parts(shape).Where(part => !part.IsEmpty))
        {
            switch (part)
            {
                case Polygon polygon:
                    areas.Add(Rotated((Polygon)Oriented(polygon), Upward));
                    break;
                case LineString line:
                    merger.Add(line);
                    break;
                default:
                    points.Add(part);
                    break;
            }
        }

        var lines = merger.GetMergedLineStrings().Select(line => Upward.Compare(line.Coordinates[0], line.Coordinates[^1]) > 0 ? line.Reverse() : line);
        var groups = new[] { Sorted(points), Sorted(lines), Sorted(areas) }.Where(group => group.Length > 0).Select(group => Shapes.Factory.BuildGeometry(group)).ToArray();
        return groups.Length == 1 ? groups[0] : Shapes.Factory.CreateGeometryCollection(groups);
    }

    private static Geometry[] Sorted(IEnumerable<Geometry> parts) => [.. parts.OrderBy(part => part.Coordinates[0], Upward)];

    private static LinearRing Turned(LinearRing ring, bool isCounterClockwise) =>
        ring.IsEmpty || Orientation.IsCCW(ring.CoordinateSequence) == isCounterClockwise ? ring : (LinearRing)ring.Reverse();

    private static Polygon Rotated(Polygon polygon, IComparer<Coordinate> order) =>
        Shapes.Factory.CreatePolygon(Rotated(polygon.Shell, order), [.. polygon.Holes.Select(hole => Rotated(hole, order))]);

    private static LinearRing Rotated(LinearRing ring, IComparer<Coordinate> order)
    {
        var open = ring.Coordinates[..^1];
        var first = Array.IndexOf(open, open.Min(order));
        return Shapes.Factory.CreateLinearRing([.. open[first..], .. open[..first], open[first]]);
    }
}
