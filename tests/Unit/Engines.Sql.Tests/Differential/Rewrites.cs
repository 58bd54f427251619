namespace Weir.Tests.Differential;

/// <summary>Pairs of queries that mean the same, over rows for which the meaning of their expressions is settled.</summary>
internal sealed class Rewrites(Random random, IReadOnlyList<Row> rows)
{
    private const int Depth = 2;
    private const int Tries = 20;
    private readonly ExpressionMaker _expressions = new(random);

    public (string First, string Second) Make()
    {
        var value = Safe((ValueKind)random.Next(9), Depth);

        // Not of doubles: max leaves out NaN, which is first in a descending order.
        var ordered = Safe((ValueKind)random.Next((int)ValueKind.Double), Depth);
        var condition = Safe(ValueKind.Boolean, Depth);
        var other = Safe(ValueKind.Boolean, Depth);
        var key = $"COALESCE({Safe(ValueKind.Integer, 1)}, 0) % 4";
        var text = Safe(ValueKind.Text, 1);
        return random.Next(12) switch
        {
            // Every row is in exactly one of three parts.
            0 => ($"SELECT id, {value} FROM t",
                $"SELECT id, {value} FROM t WHERE {condition} UNION ALL SELECT id, {value} FROM t WHERE NOT {condition} UNION ALL SELECT id, {value} FROM t WHERE {condition} IS NULL"),
            1 => ($"SELECT DISTINCT {value} FROM t", $"SELECT x FROM (SELECT {value} AS x FROM t) GROUP BY x"),
            2 => ($"SELECT {key}, count(*), sum(i1 % 10) FROM t GROUP BY {key} HAVING count(*) > 1",
                $"SELECT k, c, s FROM (SELECT {key} AS k, count(*) AS c, sum(i1 % 10) AS s FROM t GROUP BY 1) WHERE c > 1"),
            3 => ($"SELECT id FROM t WHERE {text} IN (SELECT v1 FROM t)", $"SELECT id FROM t a WHERE EXISTS (SELECT 1 FROM t b WHERE b.v1 = {Of(text, "a")})"),
            4 => ($"SELECT a.id, b.id FROM t a JOIN t b ON a.i1 = b.i2", "SELECT a.id, b.id FROM t a, t b WHERE a.i1 = b.i2"),
            5 => ($"SELECT id, count(*) OVER (PARTITION BY {key}) FROM t",
                $"WITH w AS (SELECT id, {key} AS k FROM t) SELECT id, (SELECT count(*) FROM w b WHERE b.k IS NOT DISTINCT FROM a.k) FROM w a"),
            6 => ("SELECT id, sum(i1 % 100) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) FROM t",
                "SELECT id, (SELECT sum(b.i1 % 100) FROM t b WHERE b.id <= a.id) FROM t a"),
            7 => ($"SELECT id, {condition} AND {other} FROM t", $"SELECT id, NOT (NOT {condition} OR NOT {other}) FROM t"),
            8 => ($"SELECT id, IF({condition}, {value}) FROM t", $"SELECT id, CASE WHEN {condition} THEN {value} END FROM t"),
            9 => ($"SELECT count(*) FILTER (WHERE {condition}), sum(s1) FILTER (WHERE {condition}) FROM t",
                $"SELECT sum(CASE WHEN {condition} THEN 1 ELSE 0 END), sum(CASE WHEN {condition} THEN s1 END) FROM t"),
            10 => ($"SELECT a.id, b.v1 FROM t a LEFT JOIN t b ON a.v1 = b.v2",
                "SELECT a.id, b.v1 FROM t a JOIN t b ON a.v1 = b.v2 UNION ALL SELECT a.id, NULL FROM t a WHERE NOT EXISTS (SELECT 1 FROM t b WHERE b.v2 = a.v1)"),
            _ => ($"SELECT {key}, max({ordered}) FROM t GROUP BY {key}",
                $"SELECT k, x FROM (SELECT {key} AS k, {ordered} AS x, row_number() OVER (PARTITION BY {key} ORDER BY {ordered} DESC NULLS LAST) AS n FROM t) WHERE n = 1"),
        };
    }

    /// <summary>A failure is NULL. Where it is open whether there is one (an engine need not compute all of an OR or an IN), each form may say another.</summary>
    private string Safe(ValueKind kind, int depth)
    {
        var made = _expressions.Make(kind, depth);
        for (var tries = 1; rows.Any(row => made.Evaluate(row).IsOpen); tries++)
        {
            made = tries < Tries ? _expressions.Make(kind, depth) : _expressions.Leaf(kind);
        }

        return $"TRY({made.Sql})";
    }

    /// <summary>The same expression over a named table: its columns are words of one or two letters and a digit.</summary>
    private static string Of(string expression, string table) =>
        System.Text.RegularExpressions.Regex.Replace(expression, @"(?<!['\w])(t1|t2|s1|s2|i1|i2|b1|b2|d1|d2|x1|x2|v1|v2|dt1|dt2|q1|q2|a1|a2)(?![\w'])", $"{table}.$1");
}
