using Weir.Bench.Formats;

if (args is not ["orc" or "text", ..])
{
    Console.Error.WriteLine("usage: weir-bench-formats orc|text [ROWS]");
    return 2;
}

Action<long> run = args[0] == "orc" ? OrcBench.Run : TextBench.Run;
run(args.Length > 1 ? long.Parse(args[1], null) : 4_000_000);
return 0;
