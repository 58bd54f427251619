// TPC-H's 22 queries asked of Athena and of DuckDB in this process, in turn, on the very same Parquet files. The rows are TPC-H's own at scale 0.01,
// COPIES times with keys moved on, so that joins and distributions stay as they are. Needs a folder with *.tbl files and one with q01.sql to q22.sql.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { Lake, compareAll } from "./support/lake.mjs";

const copies = Number(process.env.COPIES ?? 50);
const shared = join(import.meta.dirname, "..", "..", "shared", "data", "warehouse"); // beside the checkout, as the tests look for it
const data = process.env.TPCH_DATA ?? join(shared, "tpch_sf0.01");
const texts = process.env.TPCH_QUERIES ?? join(shared, "tpch_queries");
if (!existsSync(data) || !existsSync(texts)) {
  console.log(JSON.stringify({ what: "TPC-H", skipped: "set TPCH_DATA and TPCH_QUERIES" }));
  process.exit(0);
}

// Columns with their types; a key's number is how far a copy moves it on.
const tables = {
  region: "r_regionkey int, r_name string, r_comment string",
  nation: "n_nationkey int, n_name string, n_regionkey int, n_comment string",
  supplier: "s_suppkey int +100, s_name string, s_address string, s_nationkey int, s_phone string, s_acctbal decimal(15,2), s_comment string",
  customer: "c_custkey int +1500, c_name string, c_address string, c_nationkey int, c_phone string, c_acctbal decimal(15,2), c_mktsegment string, c_comment string",
  part: "p_partkey int +2000, p_name string, p_mfgr string, p_brand string, p_type string, p_size int, p_container string, p_retailprice decimal(15,2), p_comment string",
  partsupp: "ps_partkey int +2000, ps_suppkey int +100, ps_availqty int, ps_supplycost decimal(15,2), ps_comment string",
  orders: "o_orderkey bigint +60000, o_custkey int +1500, o_orderstatus string, o_totalprice decimal(15,2), o_orderdate date, o_orderpriority string, o_clerk string, o_shippriority int, o_comment string",
  lineitem: "l_orderkey bigint +60000, l_partkey int +2000, l_suppkey int +100, l_linenumber int, l_quantity decimal(15,2), l_extendedprice decimal(15,2), l_discount decimal(15,2), l_tax decimal(15,2), l_returnflag string, l_linestatus string, l_shipdate date, l_commitdate date, l_receiptdate date, l_shipinstruct string, l_shipmode string, l_comment string",
};

function rowsOf(name, columns) {
  const plain = join(data, `${name}.tbl`);
  const names = [...columns, ["rest", "string"]].map(([column, type]) => `'${column}': '${type === "string" ? "VARCHAR" : type}'`);
  const items = columns.map(([column, type, step]) => (step ? `CAST(${column} + copy.range * ${step} AS ${type}) AS ${column}` : column));
  const times = columns.some(([, , step]) => step) ? copies : 1;
  return `SELECT ${items.join(", ")} FROM read_csv('${existsSync(plain) ? plain : `${plain}.gz`}', delim = '|', header = false, quote = '', columns = {${names.join(", ")}}), range(${times}) AS copy`;
}

// Which columns of the answer it is ordered by, where rows can tie: copies of a row do.
const orderedBy = { q02: [0, 2, 1, 3], q03: [1, 2], q10: [2], q11: [1], q18: [4, 3], q21: [1, 0] };

const duck = await (await DuckDBInstance.create(":memory:")).connect();
await Lake.with(async (lake) => {
  for (const [name, text] of Object.entries(tables)) {
    const columns = text.split(/, (?=[a-z]+_)/).map((column) => column.split(" "));
    await lake.table(duck, name, columns.map(([column, type]) => `${column} ${type}`).join(", "), [rowsOf(name, columns)]);
  }
  const queries = Array.from({ length: 22 }, (_, n) => `q${String(n + 1).padStart(2, "0")}`)
    .map((name) => ({ name, text: readFileSync(join(texts, `${name}.sql`), "utf8").trim().replace(/;$/, "") }))
    .map(({ name, text }) => ({ name, athena: text, raw: text, orderedBy: orderedBy[name] }));
  await compareAll("TPC-H", lake, duck, queries, { scale: 0.01 * copies });
});
process.exit(0);
