using System.Globalization;
using Weir.Kernel.Core;
using Weir.Services.Glue.Domain.Expressions;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Tests;

public sealed class ExpressionTests
{
    private static readonly Column[] Keys =
    [
        new() { Name = "day", Type = "date" },
        new() { Name = "hour", Type = "int" },
        new() { Name = "site", Type = "string" },
        new() { Name = "price", Type = "decimal(10,2)" },
        new() { Name = "at", Type = "timestamp" },
    ];

    private static readonly string[] Values = ["2026-03-01", "9", "seoul", "1.50", "2026-03-01 12:30:00"];

    private static bool? Holds(string expression, params string[] values) =>
        PartitionExpression.Parse(expression, Keys).Holds(values.Length == 0 ? Values : values);

    [Theory]
    [InlineData("hour < 10", true)]
    [InlineData("hour < 10 and hour > 9", false)]
    [InlineData("HOUR = '9'", true)]
    [InlineData("10 > hour", true)]
    [InlineData("'seoul' = site", true)]
    [InlineData("day = '2026-03-01'", true)]
    [InlineData("day = date '2026-03-01'", true)]
    [InlineData("DATE '2026-03-02' > day", true)]
    [InlineData("price = 1.5", true)]
    [InlineData("price <> -1.5", true)]
    [InlineData("at >= timestamp '2026-03-01 12:30:00'", true)]
    [InlineData("at < '2026-03-01 12:30:00.000000001'", true)]
    [InlineData("at = '2026-03-01 12:30:00.0'", true)]
    [InlineData("price < 2e3 AND price = '15e-1'", true)]
    [InlineData("(hour) = ((9)) (AND) ((site)) = 'seoul'", true)]
    [InlineData("((hour) = 1) (OR) (hour = 9)", true)]
    [InlineData("(7) < ((hour))", true)]
    [InlineData("((site) LIKE ('s%'))", true)]
    [InlineData("hour BETWEEN (1) (AND) (9)", true)]
    [InlineData("site > 7", true)]
    [InlineData("site LIKE 's%l'", true)]
    [InlineData("site LIKE 'S%'", false)]
    [InlineData("site NOT LIKE '_eou_'", false)]
    [InlineData("site IN ('busan', 'seoul')", true)]
    [InlineData("hour NOT IN (1, 2)", true)]
    [InlineData("site != 'it''s'", true)]
    [InlineData("\"site\" = 'seoul' AND `hour` == 9", true)]
    [InlineData("site IS NULL", false)]
    [InlineData("site IS NOT NULL", true)]
    [InlineData("NOT NOT hour = 9", true)]
    [InlineData("hour = 1 OR hour = 9 AND site = 'busan'", false)]
    [InlineData("(hour = 1 OR hour = 9) AND site = 'seoul'", true)]
    [InlineData("NOT hour = 1 AND site = 'seoul'", true)]
    [InlineData("hour BETWEEN 1 AND 9 AND site = 'seoul'", true)]
    public void Each_form_is_understood(string expression, bool expected) => Assert.Equal(expected, Holds(expression));

    [Theory]
    [InlineData("hour = 1", null)]
    [InlineData("NOT hour = 1", null)]
    [InlineData("hour IS NULL", false)]
    [InlineData("hour IS NOT NULL", true)]
    [InlineData("hour = 1 OR site = 'seoul'", true)]
    [InlineData("hour = 1 AND site = 'busan'", false)]
    [InlineData("hour IN (1, 2)", null)]
    public void What_has_no_value_is_unknown(string expression, bool? expected) =>
        Assert.Equal(expected, Holds(expression, "2026-03-01", "__HIVE_DEFAULT_PARTITION__", "seoul", "1", "2026-01-01"));

    [Theory]
    [InlineData("")]
    [InlineData("hour")]
    [InlineData("hour =")]
    [InlineData("hour = = 1")]
    [InlineData("hour = 1 AND")]
    [InlineData("(hour = 1")]
    [InlineData("hour = 1)")]
    [InlineData("hour = 'nine'")]
    [InlineData("hour = 9.0")]
    [InlineData("at > '2026-03-01'")]
    [InlineData("at < '2026-03-01T12:30:01'")]
    [InlineData("at = '2026-03-01 12:30:00.'")]
    [InlineData("at = '2026-03-01 12:30:00.0000000001'")]
    [InlineData("hour LIKE '9'")]
    [InlineData("(hour = 9")]
    [InlineData("((hour) = 9")]
    [InlineData("(hour)) = 9")]
    [InlineData("hour = 9 (OR hour = 8)")]
    [InlineData("()")]
    [InlineData("day = '2026-02-30'")]
    [InlineData("week = 1")]
    [InlineData("hour IN ()")]
    [InlineData("hour IN 1")]
    [InlineData("hour BETWEEN 1")]
    [InlineData("site LIKE 5")]
    [InlineData("site = 'open")]
    [InlineData("hour NOT = 1")]
    [InlineData("hour IS 1")]
    [InlineData("hour = 1; DROP TABLE t")]
    [InlineData("1 = 1")]
    [InlineData("hour + 1 = 2")]
    public void What_is_no_expression_is_refused(string expression) =>
        Assert.Equal("InvalidInputException", Assert.Throws<ServiceException>(() => Holds(expression)).Code);

    /// <summary>Source: moto: tests/test_glue/test_partition_filter.py; Trino's GlueExpressionUtil on numbers and default partitions.</summary>
    [Theory]
    [InlineData("hour = 'x9'", "input string: \"x9\" is not an integer.")]
    [InlineData("hour = '__HIVE_DEFAULT_PARTITION__'", "is not an integer.")]
    [InlineData("price > 'dear'", "dear is not a decimal.")]
    [InlineData("day IN ('2026-13-01')", "2026-13-01 is not a date.")]
    [InlineData("at = '2026-03-01'", "Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff] 2026-03-01 is not a timestamp.")]
    [InlineData("hour LIKE '1%'", "Integral data type doesn't support operation 'LIKE'")]
    [InlineData("price LIKE '1%'", "Decimal data type doesn't support operation 'LIKE'")]
    [InlineData("day NOT LIKE '2026%'", "Date data type doesn't support operation 'LIKE'")]
    [InlineData("at LIKE '2026%'", "Timestamp data type doesn't support operation 'LIKE'")]
    [InlineData("week = 1", "Invalid partition expression!")]
    [InlineData("hour IS nine", "Unsupported expression 'hour IS nine'")]
    public void What_is_wrong_is_said_as_AWS_says_it(string expression, string message) =>
        Assert.Contains(message, Assert.Throws<ServiceException>(() => Holds(expression)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_key_of_a_type_that_does_not_compare_is_named()
    {
        Column[] keys = [new() { Name = "share", Type = "float" }];
        Assert.Equal("Unknown type : 'float'", Assert.Throws<ServiceException>(() => PartitionExpression.Parse("share = 1", keys)).Message);
    }

    /// <summary>Source: moto: tests/test_glue/test_partition_filter.py (a value that the key's type cannot read).</summary>
    [Fact]
    public void A_value_that_its_key_cannot_read_fails_only_filters_that_meet_it()
    {
        string[] values = ["2026-03-01", "noon", "seoul", "1.50", "2026-03-01 12:30:00"];
        var error = Assert.Throws<ServiceException>(() => Holds("hour > 3", values));
        Assert.Equal(("InvalidStateException", "input string: \"noon\" is not an integer."), (error.Code, error.Message));
        Assert.True(Holds("site = 'seoul'", values));
        Assert.False(Holds("site = 'busan' AND hour > 3", values));
    }

    [Fact]
    public void Deep_nesting_is_refused_and_never_overflows() =>
        Assert.Throws<ServiceException>(() => Holds(new string('(', 1000) + "hour = 1" + new string(')', 1000)));

    [Fact]
    public void Random_expressions_agree_with_their_direct_evaluation()
    {
        var random = new Random(42);
        for (var turn = 0; turn < 3000; turn++)
        {
            var (text, holds) = Make(random, depth: 4);
            var parsed = PartitionExpression.Parse(text, Keys);
            var first = PartitionExpression.FirstValues(parsed, Keys);
            for (var sample = 0; sample < 10; sample++)
            {
                var hour = random.Next(-2, 5);
                string[] values = [Day(random.Next(4)), hour.ToString(CultureInfo.InvariantCulture), $"s{random.Next(4)}", "1", "2026-01-01"];
                var expected = holds(values[0], hour, values[2]);
                Assert.True(expected == parsed.Holds(values), $"{text} for {string.Join('/', values)}");
                Assert.True(!expected || first.Zip(values).All(pair => pair.First == pair.Second), text);
            }
        }
    }

    private static string Day(int day) => $"2026-01-0{day + 1}";

    private static (string Text, Func<string, int, string, bool> Holds) Make(Random random, int depth)
    {
        if (depth == 0 || random.Next(4) == 0)
        {
            return Leaf(random);
        }

        var (left, leftHolds) = Make(random, depth - 1);
        var (right, rightHolds) = Make(random, depth - 1);
        return random.Next(3) switch
        {
            0 => ($"({left}) AND {Wrapped(right)}", (day, hour, site) => leftHolds(day, hour, site) && rightHolds(day, hour, site)),
            1 => ($"({left}) or ({right})", (day, hour, site) => leftHolds(day, hour, site) || rightHolds(day, hour, site)),
            _ => ($"not ({left})", (day, hour, site) => !leftHolds(day, hour, site)),
        };

        static string Wrapped(string text) => $"( {text} )";
    }

    private static (string Text, Func<string, int, string, bool> Holds) Leaf(Random random)
    {
        var number = random.Next(-2, 5);
        var other = random.Next(-2, 5);
        var day = Day(random.Next(4));
        var site = $"s{random.Next(4)}";
        return random.Next(9) switch
        {
            0 => ($"hour={number}", (_, hour, _) => hour == number),
            1 => ($"hour <> {number}", (_, hour, _) => hour != number),
            2 => ($"{number} <= hour", (_, hour, _) => number <= hour),
            3 => ($"hour between {number} and {other}", (_, hour, _) => number <= hour && hour <= other),
            4 => ($"hour not in ({number}, '{other}')", (_, hour, _) => hour != number && hour != other),
            5 => ($"day >= '{day}'", (value, _, _) => string.CompareOrdinal(value, day) >= 0),
            6 => ($"day < date '{day}'", (value, _, _) => string.CompareOrdinal(value, day) < 0),
            7 => ($"site = '{site}'", (_, _, value) => value == site),
            _ => ($"site like '_{site[1]}%'", (_, _, value) => value[1] == site[1]),
        };
    }
}
