using Weir.Tests.Support;

namespace Weir.Protocol.Tests.Athena;

/// <summary>The queries of well-known benchmarks over Parquet in S3, unchanged.</summary>
public sealed class AthenaBenchmarkTests(WeirFixture weir)
{
    [Fact, Trait("feature", "athena.sql")]
    public async Task All_of_tpch_is_answered_over_parquet_as_published()
    {
        // Decimals as TPC-H has them: the answers' digits then follow Trino's rules, those published for averages (and shares) too.
        const string Script = AthenaScripts.Helpers + """
            import csv
            from decimal import Decimal, ROUND_HALF_UP
            folder, bucket = sys.argv[1], "athena-tpch-parquet"
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE tpch_parquet", bucket)
            money = "decimal(15,2)"
            tables = {
                "part": f"p_partkey int, p_name string, p_mfgr string, p_brand string, p_type string, p_size int, p_container string, p_retailprice {money}, p_comment string",
                "supplier": f"s_suppkey int, s_name string, s_address string, s_nationkey int, s_phone string, s_acctbal {money}, s_comment string",
                "partsupp": f"ps_partkey int, ps_suppkey int, ps_availqty int, ps_supplycost {money}, ps_comment string",
                "customer": f"c_custkey int, c_name string, c_address string, c_nationkey int, c_phone string, c_acctbal {money}, c_mktsegment string, c_comment string",
                "orders": f"o_orderkey bigint, o_custkey int, o_orderstatus string, o_totalprice {money}, o_orderdate date, o_orderpriority string, o_clerk string, o_shippriority int, o_comment string",
                "lineitem": f"l_orderkey bigint, l_partkey int, l_suppkey int, l_linenumber int, l_quantity {money}, l_extendedprice {money}, l_discount {money}, l_tax {money}, l_returnflag string, l_linestatus string, l_shipdate date, l_commitdate date, l_receiptdate date, l_shipinstruct string, l_shipmode string, l_comment string",
                "nation": "n_nationkey int, n_name string, n_regionkey int, n_comment string",
                "region": "r_regionkey int, r_name string, r_comment string",
            }
            for name, columns in tables.items():
                file = next(f for f in os.listdir(f"{folder}/tpch_sf0.01") if f.startswith(name + ".tbl"))
                s3.upload_file(f"{folder}/tpch_sf0.01/{file}", bucket, f"text/{name}/{file}")
                run(f"CREATE EXTERNAL TABLE {name}_text ({columns}) ROW FORMAT DELIMITED FIELDS TERMINATED BY '|' LOCATION 's3://{bucket}/text/{name}/'", bucket, "tpch_parquet")
                run(f"CREATE TABLE {name} WITH (format = 'PARQUET', write_compression = 'SNAPPY') AS SELECT * FROM {name}_text", bucket, "tpch_parquet")
            def same(left, right):
                try:
                    shown, expected = Decimal(left), Decimal(right)
                except ArithmeticError:
                    return left == right
                return shown == expected or abs(shown - expected) <= Decimal(1).scaleb(shown.as_tuple().exponent) / 2 + Decimal("1e-9")
            wrong, answered = [], 0
            for name in sorted(f[:3] for f in os.listdir(f"{folder}/tpch_queries")):
                got = rows(open(f"{folder}/tpch_queries/{name}.sql").read(), bucket, "tpch_parquet")
                answers = f"{folder}/tpch_sf0.01_expected/{name}.csv"
                if os.path.exists(answers):
                    expected = list(csv.reader(open(answers), delimiter="|"))
                    answered += 1
                    if len(got) != len(expected) or not all(len(a) == len(b) and all(map(same, a, b)) for a, b in zip(got[1:], expected[1:])):
                        wrong.append((name, len(got), len(expected), got[1:3], expected[1:3]))
            assert answered > 0 and not wrong, wrong
            one = rows("SELECT l_returnflag, avg(l_quantity) FROM lineitem WHERE l_shipdate <= DATE '1998-09-02' GROUP BY 1 ORDER BY 1", bucket, "tpch_parquet")
            assert one[1] == ["A", "25.58"], one
            print("done")
            """;

        var result = await weir.Clients.PythonAsync(Script, Repository.SharedData("warehouse"));

        Assert.Equal("done", result.Ok().Trim());
    }
}
