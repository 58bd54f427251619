namespace Weir.ContractGen;

/// <summary>A command and its <c>--name value</c> pairs.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = [];

    public required string Command { get; init; }

    public string this[string name] =>
        _values.GetValueOrDefault(name) ?? throw new GeneratorException($"--{name} is missing");

    public static Arguments Parse(string[] args)
    {
        var arguments = new Arguments
        {
            Command = args.FirstOrDefault() ?? throw new GeneratorException("say generate or operations-doc"),
        };
        for (var at = 1; at + 1 < args.Length; at += 2)
        {
            arguments._values[args[at].TrimStart('-')] = args[at + 1];
        }

        return arguments;
    }
}

/// <summary>Something the person who runs the build must put right.</summary>
internal sealed class GeneratorException(string message, string? place = null) : Exception(message)
{
    public string? Place { get; } = place;
}
