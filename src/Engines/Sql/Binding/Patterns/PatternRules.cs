using Weir.Engines.Sql.Functions;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding.Patterns;

/// <summary>What Trino refuses in the measures and definitions of MATCH_RECOGNIZE, whatever the columns' types; subqueries have rules of their own.</summary>
internal sealed class PatternRules(PatternNames names)
{
    public void Check(MatchRecognize match)
    {
        var columns = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (names.Fields.FirstOrDefault(field => field.Name is not null && !columns.Add(field.Name)) is { } repeated)
        {
            throw new SqlException(
                SqlErrorCode.AmbiguousName, $"ambiguous column: {repeated.Name!.ToUpperInvariant()} in row pattern input relation", match.Input.At);
        }

        if (match.Rows == RowsPerMatch.AllWithUnmatched && Exclusion(match.Pattern) is { } exclusion)
        {
            throw new SqlException(
                SqlErrorCode.InvalidRowPattern, "Pattern exclusion syntax is not allowed when ALL ROWS PER MATCH WITH UNMATCHED ROWS is specified", exclusion.At);
        }

        foreach (var expression in match.Measures.Select(measure => measure.Value).Concat(match.Definitions.Select(definition => definition.Condition)))
        {
            if (SyntaxTree.All(expression).OfType<MatchRecognize>().FirstOrDefault() is { } nested)
            {
                throw new SqlException(SqlErrorCode.NestedRowPatternRecognition, "nested row pattern recognition in row pattern recognition", nested.Input.At);
            }

            var calls = Calls(expression);
            calls.ForEach(Check);
            foreach (var call in calls.Where(call => IsAggregate(call) || IsNavigation(call)).Reverse())
            {
                Labels(call, IsNavigation(call));
            }
        }
    }

    private static PatternExclusion? Exclusion(RowPattern pattern) => pattern switch
    {
        PatternExclusion exclusion => exclusion,
        PatternSequence sequence => sequence.Parts.Select(Exclusion).FirstOrDefault(found => found is not null),
        PatternAlternation alternation => alternation.Parts.Select(Exclusion).FirstOrDefault(found => found is not null),
        PatternPermutation permutation => permutation.Parts.Select(Exclusion).FirstOrDefault(found => found is not null),
        PatternQuantified quantified => Exclusion(quantified.Part),
        _ => null,
    };

    private static void Check(FunctionCall call)
    {
        var name = call.Name.Lower;
        var isNavigation = IsNavigation(call);
        var isPattern = isNavigation || RowExpressions.Is(call, "classifier", "match_number");
        var isAggregate = !isPattern && IsAggregate(call);
        if (call.StarOf is { } label && !(name == "count" && call.Arguments.IsEmpty))
        {
            throw new SqlException(SqlErrorCode.InvalidFunctionArgument, "label.* syntax is only supported as the only argument of row pattern count function", label.At);
        }

        if (call.Over is not null)
        {
            throw new SqlException(SqlErrorCode.NestedWindow, "Cannot nest window functions or row pattern measures inside pattern recognition expressions", call.At);
        }

        if ((isPattern || isAggregate) && (call.Filter is not null ? "FILTER" : !call.OrderBy.IsEmpty ? "ORDER BY" : call.IsDistinct ? "DISTINCT" : null) is { } clause)
        {
            throw isPattern
                ? new SqlException(SqlErrorCode.InvalidPatternRecognitionFunction, $"Cannot use {clause} with {name} pattern recognition function", call.At)
                : new SqlException(SqlErrorCode.NotSupported, $"Cannot use {clause} with {name} aggregate function in pattern recognition context", call.At);
        }

        if (call.Processing is { } mode && !isAggregate && name is not ("first" or "last"))
        {
            throw new SqlException(
                SqlErrorCode.InvalidProcessingMode,
                isPattern
                    ? $"{mode} semantics is not supported with {name} pattern recognition function"
                    : $"{mode} semantics is supported only for FIRST(), LAST() and aggregation functions. Actual: {name}",
                call.At);
        }

        if (name == "match_number" && !call.Arguments.IsEmpty)
        {
            throw new SqlException(SqlErrorCode.InvalidFunctionArgument, "MATCH_NUMBER pattern recognition function takes no arguments", call.At);
        }

        if (name == "classifier")
        {
            Classifier(call);
        }

        if (isNavigation || isAggregate)
        {
            Nesting(call, isNavigation);
        }
    }

    private static void Classifier(FunctionCall call)
    {
        if (call.Arguments.Length > 1)
        {
            throw new SqlException(SqlErrorCode.InvalidFunctionArgument, "CLASSIFIER pattern recognition function takes no arguments or 1 argument", call.At);
        }

        if (call.Arguments is [not NameExpression and var other])
        {
            var kind = other is Dereference ? "DereferenceExpression" : other.GetType().Name;
            throw new SqlException(
                SqlErrorCode.TypeMismatch, $"CLASSIFIER function argument should be primary pattern variable or subset name. Actual: {kind}", other.At);
        }
    }

    private static void Nesting(FunctionCall call, bool isNavigation)
    {
        var name = call.Name.Lower;
        var inner = call.Arguments.SelectMany(Calls).ToList();
        if (inner.Find(IsAggregate) is { } aggregate)
        {
            throw new SqlException(SqlErrorCode.NestedAggregation, $"Cannot nest {aggregate.Name.Lower} aggregate function inside {name} function", aggregate.At);
        }

        var moves = inner.FindAll(IsNavigation);
        if (moves.Count == 0)
        {
            return;
        }

        if (!isNavigation)
        {
            throw Nested(moves[0], $"Cannot nest {moves[0].Name.Lower} pattern navigation function inside {name} function");
        }

        if (name is "first" or "last")
        {
            throw Nested(moves[0], $"Cannot nest {moves[0].Name.Lower} pattern navigation function inside {name} pattern navigation function");
        }

        if (moves.Count > 1)
        {
            throw Nested(moves[1], $"Cannot nest multiple pattern navigation functions inside {name} pattern navigation function");
        }

        if (moves[0].Name.Lower is "prev" or "next")
        {
            throw Nested(moves[0], $"Cannot nest {moves[0].Name.Lower} pattern navigation function inside {name} pattern navigation function");
        }

        if (!ReferenceEquals(moves[0], call.Arguments[0]))
        {
            throw Nested(moves[0], "Immediate nesting is required for pattern navigation functions");
        }
    }

    private static SqlException Nested(FunctionCall inner, string text) => new(SqlErrorCode.InvalidNavigationNesting, text, inner.At);

    /// <summary>All that a call takes is of the rows of one variable, or of all rows.</summary>
    private void Labels(FunctionCall call, bool isNavigation)
    {
        var found = new List<string>();
        foreach (var argument in isNavigation ? call.Arguments.Take(1) : call.Arguments)
        {
            if (!Take(argument, found))
            {
                return;
            }
        }

        if (found.Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1)
        {
            throw new SqlException(SqlErrorCode.InvalidArguments, $"All labels and classifiers inside the call to '{call.Name.Lower}' must match", call.At);
        }

        if (isNavigation && found.Count == 0)
        {
            throw new SqlException(
                SqlErrorCode.InvalidArguments,
                $"Pattern navigation function '{call.Name.Lower.ToUpperInvariant()}' must contain at least one column reference or CLASSIFIER()", call.At);
        }
    }

    /// <returns>False where a lambda has names of its own.</returns>
    private bool Take(Node node, List<string> found)
    {
        switch (node)
        {
            case Lambda:
                return false;
            case FunctionCall call when RowExpressions.Is(call, "classifier"):
                found.Add(call.Arguments is [NameExpression variable] ? variable.Name.Value : "");
                return true;
            case Expression expression when names.Find(expression) is var (_, label):
                found.Add(label?.Value ?? "");
                return true;
            default:
                return SyntaxTree.Children(node).Where(child => child is not Query).All(child => Take(child, found));
        }
    }

    private static bool IsNavigation(FunctionCall call) => RowExpressions.Is(call, "first", "last", "prev", "next");

    private static bool IsAggregate(FunctionCall call) => Registry.Find(call.Name.Lower) is [{ Kind: FunctionKind.Aggregate }, ..];

    private static List<FunctionCall> Calls(Node node)
    {
        var calls = new List<FunctionCall>();
        Collect(node, calls);
        return calls;
    }

    private static void Collect(Node node, List<FunctionCall> calls)
    {
        if (node is FunctionCall call)
        {
            calls.Add(call);
        }

        foreach (var child in SyntaxTree.Children(node).Where(child => child is not Query))
        {
            Collect(child, calls);
        }
    }
}
