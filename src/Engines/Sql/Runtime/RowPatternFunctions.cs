using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Weir.Engines.Sql.Runtime;

/// <summary>MATCH_RECOGNIZE's search: which rows of a partition make which match.</summary>
internal static class RowPatternFunctions
{
    private const int ProgramsMax = 256;
    private const long Unmatched = -1;

    private static readonly ConcurrentDictionary<string, RowPatternProgram> Programs = new();

    public static ImmutableArray<RuntimeFunction> All { get; } =
    [
        // Of each row of a match: the match's number, the row's (from 1), its place in the match, its variable (-1: none), 1 if it is hidden.
        new("weir_match_rows", ["VARCHAR", "BIGINT[]"], "BIGINT[][]", values =>
        {
            var (program, rows) = (ProgramOf((string)values[0]!), Rows(values[1]));
            var matcher = new RowPatternMatcher(program.Steps);
            return Search(program, rows.Length, (start, _) => matcher.Match(rows, start));
        }),

        // The same, with definitions that depend on the rows matched before, and what they look at: integers, numbers, texts.
        new("weir_match_rows_when", ["VARCHAR", "BIGINT[]", "VARCHAR", "BIGINT[][]", "DOUBLE[][]", "VARCHAR[][]"], "BIGINT[][]", values =>
        {
            var (program, rows) = (ProgramOf((string)values[0]!), Rows(values[1]));
            var matcher = new DependentRowMatcher(
                program.Steps, RowConditions.Parse((string)values[2]!), new((object?[])values[3]!, (object?[])values[4]!, (object?[])values[5]!));
            return Search(program, rows.Length, (start, number) => matcher.Match(rows, start, number));
        }),
    ];

    private static RowPatternProgram ProgramOf(string specification)
    {
        if (Programs.TryGetValue(specification, out var known))
        {
            return known;
        }

        if (Programs.Count >= ProgramsMax)
        {
            Programs.Clear();
        }

        return Programs[specification] = RowPatternProgram.Compile(specification);
    }

    private static long[] Rows(object? masks) => Array.ConvertAll((object?[])masks!, mask => (long)mask!);

    /// <param name="match">The preferred match from a row on, given its number; null for none.</param>
    private static object[] Search(RowPatternProgram program, int rows, Func<int, long, List<(int Variable, bool IsHidden)>?> match)
    {
        var found = new List<object>();
        var (number, covered) = (0L, 0);
        for (var start = 0; start < rows;)
        {
            if (match(start, number + 1) is not { } labelled)
            {
                if (program.Rows == 'u' && start >= covered)
                {
                    found.Add(Entry(Unmatched, start, 0, -1, 0));
                }

                start++;
                continue;
            }

            number++;
            if (labelled.Count == 0)
            {
                if (program.Rows != 'o')
                {
                    found.Add(Entry(number, start, 0, -1, 0));
                }

                covered = Math.Max(covered, start + 1);
                start++;
                continue;
            }

            for (var i = 0; i < labelled.Count; i++)
            {
                found.Add(Entry(number, start + i, i, labelled[i].Variable, labelled[i].IsHidden ? 1 : 0));
            }

            covered = Math.Max(covered, start + labelled.Count);
            start = Next(program, labelled, start);
        }

        return [.. found];
    }

    private static object[] Entry(long match, int row, int place, int variable, int hidden) => [match, row + 1L, (long)place, (long)variable, (long)hidden];

    private static int Next(RowPatternProgram program, List<(int Variable, bool IsHidden)> match, int start)
    {
        if (program.Skip is 'p' or 'n')
        {
            return program.Skip == 'p' ? start + match.Count : start + 1;
        }

        var place = program.Skip == 'f'
            ? match.FindIndex(row => program.SkipTo.Contains(row.Variable))
            : match.FindLastIndex(row => program.SkipTo.Contains(row.Variable));
        return place switch
        {
            < 0 => throw new SqlException(SqlErrorCode.GenericUserError, "AFTER MATCH SKIP failed: pattern variable is not present in match"),
            0 => throw new SqlException(SqlErrorCode.GenericUserError, "AFTER MATCH SKIP failed: cannot skip to first row of match"),
            _ => start + place,
        };
    }
}
