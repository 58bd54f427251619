using System.Collections.Immutable;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>A window with what errors about those who build on it need.</summary>
internal sealed record WindowDefinition(BoundWindow Window, SourcePosition? OrderByAt, SourcePosition? KeyAt);

/// <summary>Something that a query with GROUP BY must have aggregated or grouped, and what to say when it has not.</summary>
internal sealed record GroupedPart(BoundExpression Value, SourcePosition At, string Error);

/// <summary>The windows a query names. Unquoted names compare without case, quoted ones with it.</summary>
internal sealed class WindowSet
{
    private readonly Dictionary<string, WindowDefinition> _windows = new(StringComparer.Ordinal);

    /// <summary>Binds the definitions, each of which sees those before it.</summary>
    public List<GroupedPart> Define(ImmutableArray<NamedWindow> windows, ExpressionBinder binder)
    {
        var parts = new List<GroupedPart>();
        foreach (var named in windows)
        {
            var name = Canonical(named.Name);
            if (_windows.ContainsKey(name))
            {
                throw new SqlException(SqlErrorCode.DuplicateWindowName, $"WINDOW name '{named.Name.Value}' specified more than once", named.At);
            }

            _windows[name] = new WindowBinder(binder, this) { IsNamed = true }.Bind(named.Window, parts);
        }

        return parts;
    }

    public WindowDefinition Find(Identifier name) => _windows.GetValueOrDefault(Canonical(name))
        ?? throw new SqlException(SqlErrorCode.InvalidWindowReference, $"Cannot resolve WINDOW name {name.Value}", name.At);

    private static string Canonical(Identifier name) => name.Quoted ? name.Value : name.Value.ToUpperInvariant();
}

/// <summary>Binds what follows OVER, and the definitions of WINDOW.</summary>
internal sealed class WindowBinder(ExpressionBinder binder, WindowSet windows)
{
    /// <summary>A definition of the WINDOW clause: its parts count as the query's own expressions.</summary>
    public bool IsNamed { get; init; }

    public WindowDefinition Bind(WindowReference reference, List<GroupedPart> parts)
    {
        if (reference is WindowName name)
        {
            return windows.Find(name.Name);
        }

        var window = (WindowSpecification)reference;
        var existing = window.Existing is null ? null : windows.Find(window.Existing);
        if (existing is not null)
        {
            Extends(window, existing);
        }

        if (Nested(window) is { } nested)
        {
            throw new SqlException(SqlErrorCode.NestedWindow, "Cannot nest window functions or row pattern measures inside window specification", nested.At);
        }

        var partition = window.PartitionBy.Select(key => Partition(key, parts)).ToImmutableArray();
        var order = window.OrderBy.Select(item => Sort(item, parts)).ToImmutableArray();
        var bound = new WindowDefinition(
            new(existing?.Window.PartitionBy ?? partition, order.IsEmpty && existing is not null ? existing.Window.OrderBy : order, null),
            window.OrderByAt ?? existing?.OrderByAt,
            window.OrderBy is [var first, ..] ? first.Key.At : existing?.KeyAt);
        return window.Frame is null ? bound : bound with { Window = bound.Window with { Frame = Frame(window.Frame, bound, window.At, parts) } };
    }

    private static void Extends(WindowSpecification window, WindowDefinition existing)
    {
        if (window.PartitionBy is [var partition, ..])
        {
            throw new SqlException(
                SqlErrorCode.InvalidPartitionBy, "WINDOW specification with named WINDOW reference cannot specify PARTITION BY", partition.At);
        }

        if (!window.OrderBy.IsEmpty && !existing.Window.OrderBy.IsEmpty)
        {
            throw new SqlException(
                SqlErrorCode.InvalidOrderBy, "Cannot specify ORDER BY if referenced named WINDOW specifies ORDER BY", window.OrderByAt);
        }

        if (existing.Window.Frame is not null)
        {
            throw new SqlException(
                SqlErrorCode.InvalidWindowReference, "Cannot reference named WINDOW containing frame specification", window.Existing!.At);
        }
    }

    private static FunctionCall? Nested(WindowSpecification window)
    {
        IEnumerable<Node?> all = [.. window.PartitionBy, .. window.OrderBy, window.Frame?.Start.Offset, window.Frame?.Finish?.Offset];
        return all.OfType<Node>().SelectMany(SyntaxTree.All).OfType<FunctionCall>().FirstOrDefault(call => call.Over is not null);
    }

    private BoundExpression Partition(Expression key, List<GroupedPart> parts)
    {
        var value = binder.Bind(key);
        parts.Add(new(value, key.At, Ungrouped(key, "PARTITION BY expression ")));
        return value.Type.IsComparable
            ? value
            : throw new SqlException(
                SqlErrorCode.TypeMismatch, $"{value.Type} is not comparable, and therefore cannot be used in window function PARTITION BY", key.At);
    }

    private BoundSort Sort(SortItem item, List<GroupedPart> parts)
    {
        var key = binder.Bind(item.Key);
        parts.Add(new(key, item.Key.At, Ungrouped(item.Key, "ORDER BY expression ")));
        return key.Type.IsOrderable
            ? new(key, item.Descending, item.NullsFirst is true)
            : throw new SqlException(
                SqlErrorCode.TypeMismatch, $"{key.Type} is not orderable, and therefore cannot be used in window function ORDER BY", item.At);
    }

    private string Ungrouped(Expression expression, string clause) =>
        $"{(IsNamed ? "" : clause)}'{SqlPrinter.Print(expression)}' must be an aggregate expression or appear in GROUP BY clause";

    private BoundFrame Frame(WindowFrame frame, WindowDefinition window, SourcePosition at, List<GroupedPart> parts)
    {
        if (frame.Start.Kind == FrameBoundKind.UnboundedFollowing)
        {
            throw new SqlException(SqlErrorCode.InvalidWindowFrame, "Window frame start cannot be UNBOUNDED FOLLOWING", frame.At);
        }

        if (frame.Finish?.Kind == FrameBoundKind.UnboundedPreceding)
        {
            throw new SqlException(SqlErrorCode.InvalidWindowFrame, "Window frame end cannot be UNBOUNDED PRECEDING", frame.At);
        }

        if (Backward(frame.Start.Kind, frame.Finish?.Kind ?? FrameBoundKind.CurrentRow) is { } end)
        {
            throw new SqlException(
                SqlErrorCode.InvalidWindowFrame,
                $"Window frame starting from {(frame.Start.Kind == FrameBoundKind.CurrentRow ? "CURRENT ROW" : "FOLLOWING")} cannot end with {end}", frame.At);
        }

        var start = Side(frame.Unit, frame.Start, "start", window, at, parts);
        return new(frame.Unit, start, frame.Finish is null ? (FrameBoundKind.CurrentRow, null) : Side(frame.Unit, frame.Finish, "end", window, at, parts));
    }

    /// <summary>The end of a frame that would lie before its start; null when it does not.</summary>
    private static string? Backward(FrameBoundKind start, FrameBoundKind finish) => (start, finish) switch
    {
        (FrameBoundKind.CurrentRow or FrameBoundKind.Following, FrameBoundKind.Preceding) => "PRECEDING",
        (FrameBoundKind.Following, FrameBoundKind.CurrentRow) => "CURRENT ROW",
        _ => null,
    };

    private (FrameBoundKind Kind, BoundExpression? Offset) Side(
        FrameUnit unit, FrameBound bound, string side, WindowDefinition window, SourcePosition at, List<GroupedPart> parts)
    {
        if (bound.Offset is not { } written)
        {
            return (bound.Kind, null);
        }

        var name = unit.ToString().ToUpperInvariant();
        if (unit != FrameUnit.Rows && window.Window.OrderBy.IsEmpty)
        {
            throw new SqlException(SqlErrorCode.MissingOrderBy, $"Window frame of type {name} PRECEDING or FOLLOWING requires ORDER BY", at);
        }

        if (unit == FrameUnit.Range)
        {
            Rangeable(window);
        }

        var offset = binder.Bind(written);
        parts.Add(new(offset, written.At, IsNamed
            ? Ungrouped(written, "")
            : $"Window frame {side} must be an aggregate expression or appear in GROUP BY clause"));
        if (unit == FrameUnit.Range)
        {
            return (bound.Kind, Checked(Ranged(offset, window.Window.OrderBy[0].Key.Type, written.At)));
        }

        return offset.Type.IsInteger || offset.Type is { Kind: SqlTypeKind.Decimal, Scale: 0 }
            ? (bound.Kind, Checked(offset.Type.Kind == SqlTypeKind.Decimal ? Clamped(offset) : offset))
            : throw new SqlException(
                SqlErrorCode.TypeMismatch, $"Window frame {name} {side} value type must be exact numeric type with scale 0 (actual {offset.Type})", written.At);
    }

    private static void Rangeable(WindowDefinition window)
    {
        if (window.Window.OrderBy.Length != 1)
        {
            throw new SqlException(
                SqlErrorCode.InvalidOrderBy,
                $"Window frame of type RANGE PRECEDING or FOLLOWING requires single sort item in ORDER BY (actual: {window.Window.OrderBy.Length})", window.OrderByAt);
        }

        var key = window.Window.OrderBy[0].Key.Type;
        if (!key.IsNumeric && !IsTime(key) && !IsInterval(key))
        {
            throw new SqlException(
                SqlErrorCode.TypeMismatch,
                $"Window frame of type RANGE PRECEDING or FOLLOWING requires that sort item type be numeric, datetime or interval (actual: {key})", window.KeyAt);
        }
    }

    private static BoundExpression Ranged(BoundExpression offset, SqlType key, SourcePosition at) =>
        (IsTime(key) ? IsInterval(offset.Type) : Coercion.Common(key, offset.Type) is not null)
            ? offset
            : throw new SqlException(
                SqlErrorCode.TypeMismatch, $"Window frame RANGE value type ({offset.Type}) not compatible with sort item type ({key})", at);

    private static bool IsTime(SqlType type) => type.Kind is SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.TimeZoned or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned;

    private static bool IsInterval(SqlType type) => type.Kind is SqlTypeKind.IntervalDay or SqlTypeKind.IntervalYear;

    /// <summary>A frame longer than any partition, where the number fits no BIGINT.</summary>
    private static BoundCall Clamped(BoundExpression offset) =>
        new("frame offset", SqlType.BigInt, "CAST(least({0}, 9000000000000000000) AS BIGINT)", [offset]);

    /// <summary>A constant was seen; a column may hold what no frame can be.</summary>
    private static BoundCall Checked(BoundExpression offset)
    {
        var (type, zero) = IsInterval(offset.Type) ? ("INTERVAL", "INTERVAL '0' DAY") : (Lowering.DuckTypes.Template(offset.Type), "0");
        return new BoundCall(
            "frame offset", offset.Type,
            $"(CASE WHEN {{0}} IS NULL OR {{0}} < {zero} THEN CAST(CAST(weir_fail('INVALID_WINDOW_FRAME Window frame offset value must not be negative or null', "
            + $"coalesce(CAST({{0}} AS VARCHAR), '')) AS VARCHAR) AS {type}) ELSE {{0}} END)",
            [offset]);
    }
}
