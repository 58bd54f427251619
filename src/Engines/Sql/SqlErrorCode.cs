namespace Weir.Engines.Sql;

/// <summary>Trino's standard error codes that a statement can meet; <see cref="SqlErrorCodes.Name"/> writes them as Trino does.</summary>
public enum SqlErrorCode
{
    SyntaxError, NotSupported, TableNotFound, SchemaNotFound, CatalogNotFound, ColumnNotFound, ColumnNotUnique,
    AmbiguousName, TypeMismatch, TypeNotFound, FunctionNotFound, FunctionNotAggregate, FunctionNotWindow,
    ExpressionNotAggregate, ExpressionNotScalar, ExpressionNotConstant, ExpressionNotInDistinct, NestedAggregation, NestedWindow, MissingGroupBy, MissingOrderBy,
    MissingOver, MissingColumnName, MissingColumnAliases, MismatchedColumnAliases, DuplicateColumnName,
    DuplicateNamedQuery, DuplicateWindowName, InvalidLimitClause, InvalidColumnReference, InvalidLiteral,
    InvalidArguments, MissingArgument, InvalidParameterUsage, InvalidFunctionArgument, InvalidCastArgument, InvalidView, InvalidPath, JsonInputConversionError, PathEvaluationError, DuplicateParameterName, DuplicateColumnOrPathName, MissingPathName, InvalidPlan, InvalidProcessingMode,
    InvalidLabel, InvalidRange, InvalidRowPattern, InvalidNavigationNesting, InvalidPatternRecognitionFunction, NestedRowPatternRecognition, TableHasNoColumns,
    InvalidWindowFrame, InvalidWindowReference, InvalidPartitionBy, InvalidOrderBy, InvalidRecursiveReference, NestedRecursive, NullTreatmentNotAllowed,
    ColumnTypeUnknown, DuplicateProperty, InvalidTableProperty, InvalidPartitionFilter, UnsupportedSubquery, TooManyArguments, TooManyGroupingSets,
    TableAlreadyExists, ViewIsStale, ViewIsRecursive, NotFound, AlreadyExists, NumericValueOutOfRange, DivisionByZero,
    SubqueryMultipleRows, StackOverflow, QueryTextTooLarge, PermissionDenied, PartitionOutOfRange, GenericUserError, GenericInternalError,
}

/// <summary>How error codes are written.</summary>
public static class SqlErrorCodes
{
    /// <summary>The code as Trino writes it, for example <c>COLUMN_NOT_FOUND</c>.</summary>
    public static string Name(SqlErrorCode code)
    {
        var words = code.ToString();
        var name = new System.Text.StringBuilder(words.Length + 4);
        foreach (var letter in words)
        {
            if (char.IsUpper(letter) && name.Length > 0)
            {
                name.Append('_');
            }

            name.Append(char.ToUpperInvariant(letter));
        }

        return name.ToString();
    }
}
