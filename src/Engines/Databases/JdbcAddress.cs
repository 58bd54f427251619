using System.Buffers;
using System.Globalization;

namespace Weir.Engines.Databases;

/// <summary>Addresses as JDBC writes them: <c>jdbc:postgresql://host:5432/shop?ssl=true</c>, <c>jdbc:mysql://[::1]:3306/shop</c>.</summary>
public static class JdbcAddress
{
    private const string Scheme = "jdbc:";

    /// <summary>Of lists of hosts and of drivers' own forms, which name more than one place.</summary>
    private static readonly SearchValues<char> NoHost = SearchValues.Create(", ()@;=");

    /// <summary>Throws <see cref="FormatException"/> that says what is wrong, in a sentence.</summary>
    public static DatabaseAddress Parse(string text)
    {
        if (text.Length > DatabaseLimits.AddressLettersMax)
        {
            throw new FormatException($"A JDBC address has at most {DatabaseLimits.AddressLettersMax} characters.");
        }

        var at = text.IndexOf("://", StringComparison.Ordinal);
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || at < Scheme.Length)
        {
            throw new FormatException($"{text} is no JDBC address: jdbc:postgresql://host:port/database or jdbc:mysql://host:port/database.");
        }

        var kind = text[Scheme.Length..at].ToLowerInvariant() switch
        {
            "postgresql" => DatabaseKind.PostgreSql,
            "mysql" or "mariadb" => DatabaseKind.MySql,
            var other => throw new FormatException($"Databases of the kind {other} are not supported: PostgreSQL, MySQL and MariaDB are."),
        };
        var rest = text[(at + 3)..];
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        var parameters = Parameters(question < 0 ? "" : rest[(question + 1)..]);
        rest = question < 0 ? rest : rest[..question];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (host, port) = Host(slash < 0 ? rest : rest[..slash], kind == DatabaseKind.PostgreSql ? 5432 : 3306);
        var database = slash < 0 ? "" : Uri.UnescapeDataString(rest[(slash + 1)..]);
        return new()
        {
            Kind = kind,
            Host = host,
            Port = port,
            Database = database.Length == 0 ? null : database,
            User = parameters.GetValueOrDefault("user"),
            Password = parameters.GetValueOrDefault("password"),
            RequiresTls = parameters.GetValueOrDefault("sslmode") is { } mode
                ? mode.ToUpperInvariant() is "VERIFY-FULL" or "VERIFY_IDENTITY" or "VERIFY-CA" or "VERIFY_CA"
                : parameters.GetValueOrDefault("ssl") == "true" || parameters.GetValueOrDefault("verifyservercertificate") == "true",
        };
    }

    private static (string Host, int Port) Host(string text, int standardPort)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) + 1 : text.LastIndexOf(':');
        end = end < 0 ? text.Length : end;
        var host = text[..end].Trim('[', ']');
        if (host.Length == 0 || host.AsSpan().IndexOfAny(NoHost) >= 0)
        {
            throw new FormatException($"'{text}' names no single host.");
        }

        if (end == text.Length)
        {
            return (host, standardPort);
        }

        return text[end] == ':' && int.TryParse(text.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? (host, port)
            : throw new FormatException($"'{text[end..]}' is no port.");
    }

    private static Dictionary<string, string> Parameters(string text)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            parameters[(at < 0 ? pair : pair[..at]).ToLowerInvariant()] = at < 0 ? "" : Uri.UnescapeDataString(pair[(at + 1)..]);
        }

        return parameters;
    }
}
