using System.Collections.Immutable;

namespace Weir.Engines.Sql.Syntax;

/// <summary>How the rows of JSON_TABLE's paths are put together: <c>PLAN (…)</c>.</summary>
public abstract record JsonPlan : Node;

/// <summary>A path that stands alone.</summary>
public sealed record JsonPlanPath(Identifier Path) : JsonPlan;

/// <summary><c>path OUTER (…)</c> or <c>path INNER (…)</c>: its rows, each with those beneath it.</summary>
public sealed record JsonPlanParent(Identifier Path, bool IsInner, JsonPlan Child) : JsonPlan;

/// <summary>Paths side by side: <c>UNION</c> or <c>CROSS</c>.</summary>
public sealed record JsonPlanSiblings(bool IsCross, ImmutableArray<JsonPlan> Parts) : JsonPlan;
