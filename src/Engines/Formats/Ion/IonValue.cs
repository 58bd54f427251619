using System.Numerics;

namespace Weir.Engines.Formats.Ion;

/// <summary>An exact decimal of any size.</summary>
internal readonly record struct IonDecimal(BigInteger Unscaled, int Scale);

/// <summary>A time, in UTC; what it does not say is at its start.</summary>
internal readonly record struct IonTimestamp(DateTime Utc, long ExtraNanos);

/// <summary>A struct's members, in their order; names may come twice.</summary>
internal sealed record IonStruct(IReadOnlyList<KeyValuePair<string, object?>> Members);

/// <summary>Bytes of a blob or a clob.</summary>
internal sealed record IonBytes(byte[] Bytes);

/// <summary>A NULL of a type, as <c>null.int</c> is one.</summary>
internal sealed record IonNull(string Type)
{
    /// <summary>By the binary form's number of the type.</summary>
    private static readonly string[] Types = ["null", "bool", "int", "int", "float", "decimal", "timestamp", "symbol", "string", "clob", "blob", "list", "sexp", "struct"];

    /// <summary>Nothing, where the NULL has no type.</summary>
    public static IonNull? Of(int number) => number > 0 && number < Types.Length ? new(Types[number]) : null;

    public static IonNull? Of(string name) => name == "null" ? null : Array.IndexOf(Types, name) > 0 ? new(name) : throw new FormatException($"the Ion data has a NULL of no type: {name}");
}

/// <summary>
/// Reads one file's top-level values. Values are null, IonNull, bool, BigInteger, double, IonDecimal, IonTimestamp, string (symbols too),
/// IonBytes, object?[] (lists, s-expressions), and IonStruct; annotations are dropped.
/// </summary>
internal abstract class IonReader : IDisposable
{
    protected const int DepthMax = 200;
    protected const int ValueBytesMax = 16 << 20;

    /// <summary>False at the end.</summary>
    public abstract bool TryRead(out object? value);

    public abstract void Dispose();

    protected static FormatException Damaged(string what) => new($"the Ion data has {what}");
}
