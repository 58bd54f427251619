using System.Text;

namespace Weir.Kernel.Wire;

/// <summary>The query of a request, decoded; names keep their case and their order.</summary>
internal sealed class QueryParameters
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private readonly List<KeyValuePair<string, string>> _all = [];

    public static QueryParameters Empty { get; } = new();

    public IReadOnlyList<KeyValuePair<string, string>> All => _all;

    /// <param name="query">As sent, without the question mark.</param>
    public static QueryParameters Parse(ReadOnlySpan<char> query, int max = WireLimits.QueryParametersMax)
    {
        if (query.IsEmpty)
        {
            return Empty;
        }

        var parameters = new QueryParameters();
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            if (parameters._all.Count == max)
            {
                throw new MalformedMessageException($"The request has more than {max} parameters");
            }

            var equals = pair.IndexOf('=');
            parameters._all.Add(equals < 0
                ? new(Decode(pair, plusIsSpace: true), "")
                : new(Decode(pair[..equals], plusIsSpace: true), Decode(pair[(equals + 1)..], plusIsSpace: true)));
        }

        return parameters;
    }

    public bool Has(string name) => TryGet(name, out _);

    public bool TryGet(string name, out string value)
    {
        foreach (var pair in _all)
        {
            if (pair.Key == name)
            {
                value = pair.Value;
                return true;
            }
        }

        value = "";
        return false;
    }

    public string? Get(string name) => TryGet(name, out var value) ? value : null;

    public IReadOnlyList<string> GetAll(string name) =>
        [.. _all.Where(pair => pair.Key == name).Select(pair => pair.Value)];

    /// <summary>Undoes percent encoding, exactly: what it spells must be UTF-8.</summary>
    public static string Decode(ReadOnlySpan<char> text, bool plusIsSpace)
    {
        if (text.IndexOf('%') < 0 && (!plusIsSpace || text.IndexOf('+') < 0))
        {
            return text.ToString();
        }

        var bytes = new byte[text.Length * 3];
        var count = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (character == '%' && at + 2 < text.Length
                && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]))
            {
                bytes[count++] = Convert.ToByte(text.Slice(at + 1, 2).ToString(), 16);
                at += 2;
            }
            else if (character == '+' && plusIsSpace)
            {
                bytes[count++] = (byte)' ';
            }
            else
            {
                count += Encoding.UTF8.GetBytes(text.Slice(at, 1), bytes.AsSpan(count));
            }
        }

        try
        {
            return StrictUtf8.GetString(bytes, 0, count);
        }
        catch (DecoderFallbackException)
        {
            throw new MalformedMessageException("The address does not spell UTF-8") { Argument = "URI" };
        }
    }
}
