using System.Collections.Immutable;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Geometry.</summary>
internal static class GeoFunctions
{
    public static ImmutableArray<RuntimeFunction> All { get; } = [];
}
