namespace Weir.Engines.DuckDb;

/// <summary>A statement that DuckDB refused or could not finish.</summary>
public sealed class DuckException(DuckErrorKind kind, string message) : Exception(message)
{
    public DuckErrorKind Kind { get; } = kind;

    /// <summary>After these the whole instance is suspect (a fatal one invalidates it): it must be replaced.</summary>
    public bool IsFatal => Kind is DuckErrorKind.Fatal or DuckErrorKind.Internal or DuckErrorKind.NullPointer
        || Message.Contains("database has been invalidated", StringComparison.Ordinal);

    /// <summary>The class as DuckDB words it at the start of its messages, for errors that come without their number.</summary>
    internal static DuckErrorKind KindOf(string message)
    {
        foreach (var (prefix, kind) in Prefixes)
        {
            if (message.StartsWith(prefix, StringComparison.Ordinal))
            {
                return kind;
            }
        }

        return DuckErrorKind.Invalid;
    }

    private static readonly (string Prefix, DuckErrorKind Kind)[] Prefixes =
    [
        ("Binder Error", DuckErrorKind.Binder),
        ("Catalog Error", DuckErrorKind.Catalog),
        ("Parser Error", DuckErrorKind.Parser),
        ("Syntax Error", DuckErrorKind.Syntax),
        ("Conversion Error", DuckErrorKind.Conversion),
        ("Invalid Input Error", DuckErrorKind.InvalidInput),
        ("Invalid Error", DuckErrorKind.Invalid),
        ("IO Error", DuckErrorKind.Io),
        ("Not implemented Error", DuckErrorKind.NotImplemented),
        ("Out of Memory Error", DuckErrorKind.OutOfMemory),
        ("Out of Range Error", DuckErrorKind.OutOfRange),
        ("Permission Error", DuckErrorKind.Permission),
        ("Constraint Error", DuckErrorKind.Constraint),
        ("Serialization Error", DuckErrorKind.Serialization),
        ("INTERRUPT Error", DuckErrorKind.Interrupt),
        ("FATAL Error", DuckErrorKind.Fatal),
        ("INTERNAL Error", DuckErrorKind.Internal),
        ("Missing Extension Error", DuckErrorKind.MissingExtension),
        ("TransactionContext Error", DuckErrorKind.Transaction),
    ];
}
