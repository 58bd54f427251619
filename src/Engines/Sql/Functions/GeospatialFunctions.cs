namespace Weir.Engines.Sql.Functions;

/// <summary>Geometry.</summary>
internal static class GeospatialFunctions
{
    public const string Lines = """
        # Geospatial
        bing_tile(...) -> unknown | {UNSUPPORTED}
        bing_tile_at(...) -> unknown | {UNSUPPORTED}
        bing_tile_coordinates(...) -> unknown | {UNSUPPORTED}
        bing_tile_polygon(...) -> unknown | {UNSUPPORTED}
        bing_tile_quadkey(...) -> unknown | {UNSUPPORTED}
        bing_tile_zoom_level(...) -> unknown | {UNSUPPORTED}
        bing_tiles_around(...) -> unknown | {UNSUPPORTED}
        from_encoded_polyline(...) -> unknown | {UNSUPPORTED}
        from_geojson_geometry(...) -> unknown | {UNSUPPORTED}
        geometry_from_hadoop_shape(...) -> unknown | {UNSUPPORTED}
        geometry_invalid_reason(...) -> unknown | {UNSUPPORTED}
        geometry_nearest_points(...) -> unknown | {UNSUPPORTED}
        geometry_to_bing_tiles(...) -> unknown | {UNSUPPORTED}
        geometry_union(...) -> unknown | {UNSUPPORTED}
        great_circle_distance(...) -> unknown | {UNSUPPORTED}
        line_interpolate_point(...) -> unknown | {UNSUPPORTED}
        line_interpolate_points(...) -> unknown | {UNSUPPORTED}
        line_locate_point(...) -> unknown | {UNSUPPORTED}
        simplify_geometry(...) -> unknown | {UNSUPPORTED}
        spatial_partitions(...) -> unknown | {UNSUPPORTED}
        ST_Area(...) -> unknown | {UNSUPPORTED}
        ST_AsBinary(...) -> unknown | {UNSUPPORTED}
        ST_AsText(...) -> unknown | {UNSUPPORTED}
        ST_Boundary(...) -> unknown | {UNSUPPORTED}
        ST_Buffer(...) -> unknown | {UNSUPPORTED}
        ST_Centroid(...) -> unknown | {UNSUPPORTED}
        ST_Contains(...) -> unknown | {UNSUPPORTED}
        ST_ConvexHull(...) -> unknown | {UNSUPPORTED}
        ST_CoordDim(...) -> unknown | {UNSUPPORTED}
        ST_Crosses(...) -> unknown | {UNSUPPORTED}
        ST_Difference(...) -> unknown | {UNSUPPORTED}
        ST_Dimension(...) -> unknown | {UNSUPPORTED}
        ST_Disjoint(...) -> unknown | {UNSUPPORTED}
        ST_Distance(...) -> unknown | {UNSUPPORTED}
        ST_EndPoint(...) -> unknown | {UNSUPPORTED}
        ST_Envelope(...) -> unknown | {UNSUPPORTED}
        ST_EnvelopeAsPts(...) -> unknown | {UNSUPPORTED}
        ST_Equals(...) -> unknown | {UNSUPPORTED}
        ST_ExteriorRing(...) -> unknown | {UNSUPPORTED}
        ST_Geometries(...) -> unknown | {UNSUPPORTED}
        ST_GeometryFromText(...) -> unknown | {UNSUPPORTED}
        ST_GeometryN(...) -> unknown | {UNSUPPORTED}
        ST_GeometryType(...) -> unknown | {UNSUPPORTED}
        ST_GeomFromBinary(...) -> unknown | {UNSUPPORTED}
        ST_GeomFromKML(...) -> unknown | {UNSUPPORTED}
        ST_InteriorRingN(...) -> unknown | {UNSUPPORTED}
        ST_InteriorRings(...) -> unknown | {UNSUPPORTED}
        ST_Intersection(...) -> unknown | {UNSUPPORTED}
        ST_Intersects(...) -> unknown | {UNSUPPORTED}
        ST_IsClosed(...) -> unknown | {UNSUPPORTED}
        ST_IsEmpty(...) -> unknown | {UNSUPPORTED}
        ST_IsRing(...) -> unknown | {UNSUPPORTED}
        ST_IsSimple(...) -> unknown | {UNSUPPORTED}
        ST_IsValid(...) -> unknown | {UNSUPPORTED}
        ST_Length(...) -> unknown | {UNSUPPORTED}
        ST_LineFromText(...) -> unknown | {UNSUPPORTED}
        ST_LineString(...) -> unknown | {UNSUPPORTED}
        ST_MultiPoint(...) -> unknown | {UNSUPPORTED}
        ST_NumGeometries(...) -> unknown | {UNSUPPORTED}
        ST_NumInteriorRing(...) -> unknown | {UNSUPPORTED}
        ST_NumPoints(...) -> unknown | {UNSUPPORTED}
        ST_Overlaps(...) -> unknown | {UNSUPPORTED}
        ST_Point(...) -> unknown | {UNSUPPORTED}
        ST_PointN(...) -> unknown | {UNSUPPORTED}
        ST_Points(...) -> unknown | {UNSUPPORTED}
        ST_Polygon(...) -> unknown | {UNSUPPORTED}
        ST_Relate(...) -> unknown | {UNSUPPORTED}
        ST_StartPoint(...) -> unknown | {UNSUPPORTED}
        ST_SymDifference(...) -> unknown | {UNSUPPORTED}
        ST_Touches(...) -> unknown | {UNSUPPORTED}
        ST_Union(...) -> unknown | {UNSUPPORTED}
        ST_Within(...) -> unknown | {UNSUPPORTED}
        ST_X(...) -> unknown | {UNSUPPORTED}
        ST_XMax(...) -> unknown | {UNSUPPORTED}
        ST_XMin(...) -> unknown | {UNSUPPORTED}
        ST_Y(...) -> unknown | {UNSUPPORTED}
        ST_YMax(...) -> unknown | {UNSUPPORTED}
        ST_YMin(...) -> unknown | {UNSUPPORTED}
        to_encoded_polyline(...) -> unknown | {UNSUPPORTED}
        to_geojson_geometry(...) -> unknown | {UNSUPPORTED}
        to_geometry(...) -> unknown | {UNSUPPORTED}
        to_spherical_geography(...) -> unknown | {UNSUPPORTED}
        """;

    public const string Aggregates = """
        # Geospatial
        convex_hull_agg(geometry) -> geometry | {UNSUPPORTED}
        geometry_union_agg(geometry) -> geometry | {UNSUPPORTED}
        """;
}
