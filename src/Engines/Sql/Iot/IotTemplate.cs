namespace Weir.Engines.Sql.Iot;

/// <summary>A substitution template: text with <c>${expression}</c> in it. Immutable; safe from any thread.</summary>
public sealed class IotTemplate
{
    private readonly string _literal;
    private readonly (string Before, IotExpression Expression)[] _parts;

    private IotTemplate(string literal, (string, IotExpression)[] parts)
    {
        _literal = literal;
        _parts = parts;
    }

    /// <summary>True when it is the same text for every message.</summary>
    public bool IsConstant => _parts.Length == 0;

    /// <exception cref="SqlException">An expression in it is not rule SQL, or is not closed.</exception>
    public static IotTemplate Parse(string text)
    {
        var parts = new List<(string, IotExpression)>();
        var at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is >= 0 and var start)
        {
            var end = CloseOf(text, start + 2);
            parts.Add((text[at..start], IotParser.ParseExpression(text[(start + 2)..end])));
            at = end + 1;
        }

        return new(text[at..], [.. parts]);
    }

    /// <summary>The text for one message; Undefined and Null become nothing.</summary>
    public string Evaluate(IotInput input)
    {
        if (_parts.Length == 0)
        {
            return _literal;
        }

        var scope = new IotScope(input, null);
        if (_parts.Length == 1 && _literal.Length == 0 && _parts[0].Before.Length == 0)
        {
            return _parts[0].Expression.Evaluate(scope).ToText() ?? "";
        }

        var text = new System.Text.StringBuilder();
        foreach (var (before, expression) in _parts)
        {
            text.Append(before).Append(expression.Evaluate(scope).ToText());
        }

        return text.Append(_literal).ToString();
    }

    private static int CloseOf(string text, int from)
    {
        var depth = 0;
        var quote = '\0';
        for (var at = from; at < text.Length; at++)
        {
            var letter = text[at];
            if (quote != '\0')
            {
                quote = letter == quote ? '\0' : quote;
            }
            else if (letter is '\'' or '"')
            {
                quote = letter;
            }
            else if (letter == '{')
            {
                depth++;
            }
            else if (letter == '}' && depth-- == 0)
            {
                return at;
            }
        }

        throw new SqlException(SqlErrorCode.SyntaxError, "a substitution template is not closed");
    }
}
