using System.Globalization;
using System.Numerics;
using System.Text;

namespace Weir.Engines.Formats.Ion.Writing;

/// <summary>Ion's text, a row a line.</summary>
internal sealed class IonTextSink : IIonSink
{
    private const int FlushChars = 64 << 10;

    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal) { "null", "true", "false", "nan" };

    private readonly StringBuilder _text = new();
    private readonly Stack<(char End, bool HasItems)> _open = new();

    /// <summary>One value as text.</summary>
    public static string Of(Action<IonTextSink> write)
    {
        var sink = new IonTextSink();
        write(sink);
        return sink._text.ToString();
    }

    public void Null(IonKind kind) => Add(kind switch
    {
        IonKind.Untyped => "null",
        IonKind.Boolean => "null.bool",
        IonKind.Whole => "null.int",
        IonKind.Real => "null.float",
        IonKind.Decimal => "null.decimal",
        IonKind.Time => "null.timestamp",
        IonKind.Symbol => "null.symbol",
        IonKind.Text => "null.string",
        IonKind.Clob => "null.clob",
        IonKind.Blob => "null.blob",
        IonKind.List => "null.list",
        IonKind.Sexp => "null.sexp",
        IonKind.Struct => "null.struct",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    });

    public void Boolean(bool value) => Add(value ? "true" : "false");

    public void Whole(BigInteger value) => Add(value.ToString(CultureInfo.InvariantCulture));

    public void Real(double value) => Add(
        double.IsNaN(value) ? "nan"
        : double.IsInfinity(value) ? value > 0 ? "+inf" : "-inf"
        : value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e') is var text && text.Contains('e', StringComparison.Ordinal) ? text.Replace("e+", "e", StringComparison.Ordinal) : text + "e0");

    public void Decimal(BigInteger unscaled, int scale) => Add(string.Create(CultureInfo.InvariantCulture, $"{unscaled}d{-scale}"));

    /// <summary>A decimal with a point, as people write it; with an exponent where that would take zeros.</summary>
    public void Plain(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture);
        if (scale <= 0 || scale > digits.Length + 6)
        {
            Decimal(unscaled, scale);
            return;
        }

        digits = digits.PadLeft(scale + 1, '0');
        Add($"{(unscaled.Sign < 0 ? "-" : "")}{digits[..^scale]}.{digits[^scale..]}");
    }

    public void Date(DateOnly value) => Add(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public void Time(DateTime utc, int offsetMinutes)
    {
        var local = utc.AddMinutes(offsetMinutes).ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var (sign, minutes) = (offsetMinutes < 0 ? '-' : '+', Math.Abs(offsetMinutes));
        Add(offsetMinutes == 0 ? local + "Z" : string.Create(CultureInfo.InvariantCulture, $"{local}{sign}{minutes / 60:00}:{minutes % 60:00}"));
    }

    public void Text(string value)
    {
        Before();
        Quoted(value, '"');
    }

    public void Blob(ReadOnlySpan<byte> value) => Add("{{" + Convert.ToBase64String(value) + "}}");

    public void Symbol(string value)
    {
        Before();
        Bare(value);
    }

    /// <summary>Bytes beyond ASCII are escaped.</summary>
    public void Clob(ReadOnlySpan<byte> value)
    {
        Before();
        _text.Append("{{");
        _text.Append('"');
        foreach (var one in value)
        {
            _ = one is < 0x20 or > 0x7E or (byte)'"' or (byte)'\\' ? _text.Append(CultureInfo.InvariantCulture, $"\\x{one:x2}") : _text.Append((char)one);
        }

        _text.Append('"');
        _text.Append("}}");
    }

    public void BeginSexp() => Begin('(', ')');

    public void BeginList() => Begin('[', ']');

    public void BeginStruct() => Begin('{', '}');

    public void Name(string name)
    {
        Separate();
        Bare(name);
        _text.Append(':');
    }

    private void Bare(string name)
    {
        if (name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(one => char.IsAsciiLetterOrDigit(one) || one is '_' or '$')
            && !Keywords.Contains(name) && name[0] != '$')
        {
            _text.Append(name);
        }
        else
        {
            Quoted(name, '\'');
        }
    }

    public void End() => _text.Append(_open.Pop().End);

    public void EndRow(Stream target)
    {
        _text.Append('\n');
        if (_text.Length >= FlushChars)
        {
            Finish(target);
        }
    }

    public void Finish(Stream target)
    {
        target.Write(Encoding.UTF8.GetBytes(_text.ToString()));
        _text.Clear();
    }

    private void Begin(char begin, char end)
    {
        Before();
        _text.Append(begin);
        _open.Push((end, false));
    }

    private void Add(string value)
    {
        Before();
        _text.Append(value);
    }

    /// <summary>Values in a struct stand behind their names, which are set apart already.</summary>
    private void Before()
    {
        if (_open.Count > 0 && _open.Peek().End is ']' or ')')
        {
            Separate();
        }
    }

    private void Separate()
    {
        var (end, hasItems) = _open.Pop();
        _text.Append(!hasItems ? "" : end == ')' ? " " : ",");
        _open.Push((end, true));
    }

    private void Quoted(string value, char quote)
    {
        _text.Append(quote);
        foreach (var one in value)
        {
            _ = one switch
            {
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                _ when one == quote => _text.Append('\\').Append(quote),
                < ' ' or '\u007F' => _text.Append(CultureInfo.InvariantCulture, $"\\x{(int)one:x2}"),
                _ => _text.Append(one),
            };
        }

        _text.Append(quote);
    }
}
