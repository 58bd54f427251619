using System.Text;

namespace Weir.ContractGen;

/// <summary>C# text, indented as it is written.</summary>
internal sealed class CodeText
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _depth * 4).Append(line);
        }

        _text.Append('\n');
    }

    public void Open(string? line = null)
    {
        if (line is not null)
        {
            Line(line);
        }

        Line("{");
        _depth++;
    }

    public void Close(string end = "}")
    {
        _depth--;
        Line(end);
    }

    public override string ToString() => _text.ToString();

    public static string Literal(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    /// <summary><c>x-amz-date</c> and <c>streamName</c> as properties are called.</summary>
    public static string Pascal(string name)
    {
        var text = new StringBuilder(name.Length);
        var upper = true;
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                upper = true;
            }
            else
            {
                text.Append(upper ? char.ToUpperInvariant(character) : character);
                upper = false;
            }
        }

        return char.IsAsciiDigit(text[0]) ? "_" + text : text.ToString();
    }

    /// <summary><c>IoT Data Plane</c> as a class is called.</summary>
    public static string ApiClass(string serviceId) => serviceId.Replace(" ", "", StringComparison.Ordinal);
}
