using Weir.Bench.Formats;

if (args is not ["orc" or "parquet" or "text", ..])
{
    Console.Error.WriteLine("usage: weir-bench-formats orc|parquet|text [ROWS]");
    return 2;
}

Action<long> run = args[0] switch
{
    "orc" => OrcBench.Run,
    "parquet" => ParquetBench.Run,
    _ => TextBench.Run,
};
run(args.Length > 1 ? long.Parse(args[1], null) : 4_000_000);
return 0;
