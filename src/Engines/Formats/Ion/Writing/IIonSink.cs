using System.Numerics;

namespace Weir.Engines.Formats.Ion.Writing;

/// <summary>Writes values in one of Ion's two encodings. One thread.</summary>
internal interface IIonSink
{
    void Null(IonKind kind);

    void Boolean(bool value);

    void Whole(BigInteger value);

    void Real(double value);

    void Decimal(BigInteger unscaled, int scale);

    void Date(DateOnly value);

    /// <param name="utc">In UTC, to the millisecond.</param>
    void Time(DateTime utc, int offsetMinutes);

    void Text(string value);

    void Blob(ReadOnlySpan<byte> value);

    void Symbol(string value);

    void Clob(ReadOnlySpan<byte> value);

    void BeginList();

    void BeginSexp();

    void BeginStruct();

    /// <summary>The name of the value that comes next.</summary>
    void Name(string name);

    void End();

    /// <summary>A row is whole: what was written may go to the stream.</summary>
    void EndRow(Stream target);

    void Finish(Stream target);
}

/// <summary>Types by their number in binary Ion.</summary>
internal enum IonKind
{
    Untyped = 0,
    Boolean = 1,
    Whole = 2,
    Real = 4,
    Decimal = 5,
    Time = 6,
    Symbol = 7,
    Text = 8,
    Clob = 9,
    Blob = 10,
    List = 11,
    Sexp = 12,
    Struct = 13,
}
