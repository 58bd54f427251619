namespace Weir.Engines.DuckDb;

/// <summary>Macros of our own by name; an instance makes one when a statement first names it. Immutable.</summary>
/// <remarks>Making all of them takes longer than opening the instance, and a statement needs few.</remarks>
public sealed class DuckMacros
{
    private const string Create = "CREATE OR REPLACE MACRO ";

    private readonly Dictionary<string, string> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _byName;

    /// <param name="prefix">How all their names begin, and few other words.</param>
    /// <param name="statements">Each begins with <c>CREATE OR REPLACE MACRO name(</c>.</param>
    public DuckMacros(string prefix, IEnumerable<string> statements)
    {
        Prefix = prefix;
        _byName = _statements.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var statement in statements)
        {
            var text = statement.TrimStart();
            var end = text.IndexOf('(', StringComparison.Ordinal);
            if (end < 0 || !text.StartsWith(Create + prefix, StringComparison.Ordinal))
            {
                throw new ArgumentException($"no macro: {statement}", nameof(statements));
            }

            _statements.Add(text[Create.Length..end], text);
        }
    }

    internal string Prefix { get; }

    internal string? Find(ReadOnlySpan<char> name) => _byName.TryGetValue(name, out var statement) ? statement : null;
}

/// <summary>Which macros one instance has. Safe from any thread.</summary>
internal sealed class MadeMacros(DuckMacros macros)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    /// <summary>Makes what the statement names; what a macro's own statement names comes before it, as that is a statement too.</summary>
    public void Require(string sql, DuckConnection connection)
    {
        for (var at = sql.IndexOf(macros.Prefix, StringComparison.Ordinal); at >= 0; at = sql.IndexOf(macros.Prefix, at, StringComparison.Ordinal))
        {
            var end = at;
            while (end < sql.Length && (char.IsAsciiLetterOrDigit(sql[end]) || sql[end] == '_'))
            {
                end++;
            }

            if (macros.Find(sql.AsSpan(at, end - at)) is { } statement)
            {
                // Held while it is made: another thread's statement must not run before.
                lock (_lock)
                {
                    Make(statement, connection);
                }
            }

            at = end;
        }
    }

    /// <summary>It counts as made while it is being made, as its own statement names it; not when that failed.</summary>
    private void Make(string statement, DuckConnection connection)
    {
        if (!_made.Add(statement))
        {
            return;
        }

        try
        {
            connection.Execute(statement);
        }
        catch
        {
            _made.Remove(statement);
            throw;
        }
    }
}
