using Weir.Bench.Formats;

if (args is not ["orc", ..])
{
    Console.Error.WriteLine("usage: weir-bench-formats orc [ROWS]");
    return 2;
}

OrcBench.Run(args.Length > 1 ? long.Parse(args[1], null) : 4_000_000);
return 0;
