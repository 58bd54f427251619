using System.Collections.Immutable;

namespace Weir.Engines.Sql.Json;

/// <summary>An SQL/JSON path.</summary>
/// <param name="IsLax">Structural errors give nothing, arrays open by themselves.</param>
internal sealed record JsonPath(bool IsLax, PathNode Root)
{
    /// <summary>The names of what has to be passed, without their dollar.</summary>
    public ImmutableArray<string> Variables { get; init; } = [];
}

/// <summary>A part of a path.</summary>
internal abstract record PathNode;

internal sealed record PathLiteral(JsonItem Value) : PathNode;

/// <summary><c>$</c></summary>
internal sealed record PathContext : PathNode;

/// <summary><c>$name</c></summary>
internal sealed record PathVariable(string Name) : PathNode;

/// <summary><c>@</c> in a filter.</summary>
internal sealed record PathCurrent : PathNode;

/// <summary><c>last</c> in a subscript.</summary>
internal sealed record PathLast : PathNode;

/// <summary><c>.key</c>; <c>.*</c> without a key.</summary>
internal sealed record PathMember(PathNode Base, string? Key) : PathNode;

/// <summary><c>..key</c></summary>
internal sealed record PathDescendant(PathNode Base, string Key) : PathNode;

/// <summary><c>[a, b to c]</c>; none means <c>[*]</c>.</summary>
internal sealed record PathElements(PathNode Base, ImmutableArray<(PathNode From, PathNode? To)> Places) : PathNode;

/// <summary><c>?(…)</c></summary>
internal sealed record PathFilter(PathNode Base, PathTest Test) : PathNode;

/// <summary><c>.size()</c> and the like.</summary>
internal sealed record PathMethod(PathNode Base, string Name) : PathNode;

internal sealed record PathSign(bool IsMinus, PathNode Operand) : PathNode;

internal sealed record PathArithmetic(char Operator, PathNode Left, PathNode Right) : PathNode;

/// <summary>A condition of a filter: true, false or unknown.</summary>
internal abstract record PathTest;

internal sealed record PathCompare(string Operator, PathNode Left, PathNode Right) : PathTest;

internal sealed record PathExists(PathNode Path) : PathTest;

internal sealed record PathStartsWith(PathNode Whole, PathNode Start) : PathTest;

internal sealed record PathIsUnknown(PathTest Test) : PathTest;

internal sealed record PathNot(PathTest Test) : PathTest;

internal sealed record PathLogic(bool IsAnd, PathTest Left, PathTest Right) : PathTest;
