using SQLitePCL;

namespace Weir.Kernel.State.Sqlite;

/// <summary>Checks a closed state file: SQLite's own integrity, then the checksum of every entry.</summary>
public static class SqliteStateVerifier
{
    private const int FindingsMax = 1_000;

    /// <summary>What is wrong, place and sentence; nothing when all is well.</summary>
    public static IEnumerable<(string Where, string What)> Verify(string path) => Check(path).Take(FindingsMax);

    private static IEnumerable<(string Where, string What)> Check(string path)
    {
        List<string> problems;
        HashSet<string> spaces = [];
        try
        {
            using var connection = new SqliteConnection(path);
            problems = Rows(connection, "PRAGMA integrity_check").Where(row => row != "ok").ToList();
            spaces = SqliteStateStore.ReadSpaces(connection);
        }
        catch (StateException failure)
        {
            problems = [failure.Message];
        }

        foreach (var problem in problems)
        {
            yield return (path, problem);
        }

        if (problems.Count > 0)
        {
            yield break;
        }

        foreach (var space in spaces.Order(StringComparer.Ordinal))
        {
            foreach (var problem in CheckEntries(path, space))
            {
                yield return ($"{path} {space}", problem);
            }
        }
    }

    private static List<string> CheckEntries(string path, string space)
    {
        var found = new List<string>();
        using var connection = new SqliteConnection(path);
        var sql = $"SELECT k, v FROM k_{space} ORDER BY k";
        var statement = connection.Prepare(sql);
        while (connection.Step(statement, sql))
        {
            if (!SqliteTransaction.IsSound(raw.sqlite3_column_blob(statement, 1)))
            {
                found.Add($"the entry {new StateKey(raw.sqlite3_column_blob(statement, 0).ToArray())} does not match its checksum");
            }
        }

        return found;
    }

    private static List<string> Rows(SqliteConnection connection, string sql)
    {
        var rows = new List<string>();
        var statement = connection.Prepare(sql);
        while (connection.Step(statement, sql))
        {
            rows.Add(raw.sqlite3_column_text(statement, 0).utf8_to_string());
        }

        raw.sqlite3_reset(statement);
        return rows;
    }
}
