namespace Weir.ContractGen;

/// <summary>What a service implements: <c>[api]</c> sections, one operation a line, <c>#</c> comments.</summary>
internal sealed class OperationsFile
{
    public required IReadOnlyList<OperationsSection> Sections { get; init; }

    public static OperationsFile Read(string path)
    {
        var sections = new List<OperationsSection>();
        var number = 0;
        foreach (var raw in File.ReadLines(path))
        {
            number++;
            var line = raw.Split('#')[0].Trim();
            if (line.Length == 0)
            {
                continue;
            }

            var place = $"{path}({number})";
            if (line.StartsWith('[') && line.EndsWith(']'))
            {
                sections.Add(new(line[1..^1], [], place));
            }
            else if (sections.Count == 0)
            {
                throw new GeneratorException("an operation stands before the first [api] section", place);
            }
            else if (!sections[^1].Operations.TryAdd(line, place))
            {
                throw new GeneratorException($"{line} is listed twice", place);
            }
        }

        return new() { Sections = sections };
    }
}

/// <param name="Operations">Each operation with the place it stands, in the file's order.</param>
internal sealed record OperationsSection(string Api, Dictionary<string, string> Operations, string Place);
