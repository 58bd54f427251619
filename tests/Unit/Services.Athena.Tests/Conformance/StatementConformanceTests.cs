using System.Globalization;

namespace Weir.Services.Athena.Tests.Conformance;

/// <summary>Definitions, SHOW, DESCRIBE and EXPLAIN with their whole answers. The cases are the scripts in <c>Statements</c>.</summary>
public sealed class StatementConformanceTests
{
    private const string SourceMark = "-- source: ";
    private const string Mark = "=> ";

    public static TheoryData<string> Scripts() =>
        [.. Directory.GetFiles(Folder, "*.txt").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Conformance", "Statements");

    /// <summary>
    /// A statement ends with <c>;</c> at the end of a line. What follows says its answer: <c>=> line</c> for each line (a tab is <c>\t</c>,
    /// a blank at the end is followed by <c>|</c>), <c>=> ~</c> any answer, <c>=> ! text</c> a failure that begins so; nothing is an empty answer.
    /// </summary>
    [Theory]
    [Trait("feature", "athena.ddl")]
    [MemberData(nameof(Scripts))]
    public async Task A_script_answers_as_documented(string script)
    {
        await using var host = await AthenaHost.StartedAsync();
        var problems = new List<string>();
        var (text, source, number, first) = ("", "", 0, 0);
        List<string> expected = [];
        var complete = false;
        foreach (var line in File.ReadLines(Path.Combine(Folder, script)).Append(""))
        {
            number++;
            if (complete && line.StartsWith(Mark, StringComparison.Ordinal))
            {
                expected.Add(line[Mark.Length..]);
                continue;
            }

            if (complete)
            {
                await CheckAsync(host, $"{script}:{first}", text, expected, problems);
                (text, complete) = ("", false);
                expected = [];
            }

            if (line.StartsWith(SourceMark, StringComparison.Ordinal))
            {
                source = line[SourceMark.Length..];
            }
            else if (line.Length > 0 && !(text.Length == 0 && line.StartsWith("--", StringComparison.Ordinal)))
            {
                Assert.NotEmpty(source);
                first = text.Length == 0 ? number : first;
                complete = line.EndsWith(';');
                text += (complete ? line[..^1] : line) + "\n";
            }
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    private static async Task CheckAsync(AthenaHost host, string place, string statement, List<string> expected, List<string> problems)
    {
        string actual;
        try
        {
            var execution = await host.EndOfAsync(statement.TrimEnd());
            actual = execution.Status!.State == "SUCCEEDED"
                ? string.Join("\n", (await host.ResultsAsync(execution.QueryExecutionId!)).ResultSet!.Rows!.Select(row => Shown(string.Join(" | ", row.Data!.Select(value => value.VarCharValue ?? "NULL")))))
                : $"! {execution.Status.StateChangeReason}";
        }
        catch (Weir.Kernel.Core.ServiceException refused)
        {
            actual = $"! {refused.Message}";
        }

        var wanted = string.Join("\n", expected);
        var isSame = wanted == "~" ? !actual.StartsWith('!')
            : wanted.StartsWith('!') ? actual.StartsWith(wanted, StringComparison.Ordinal)
            : wanted == actual;
        if (!isSame)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{place}: {statement.TrimEnd()}\n  expected\n{wanted}\n  actual\n{actual}"));
        }
    }

    private static string Shown(string line)
    {
        var text = line.Replace("\t", "\\t", StringComparison.Ordinal);
        return text.EndsWith(' ') ? text + "|" : text;
    }
}
