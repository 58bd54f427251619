using Weir.ContractGen;

try
{
    var arguments = Arguments.Parse(args);
    switch (arguments.Command)
    {
        case "generate":
            ContractFiles.Write(
                ModelLibrary.Open(arguments["models"]),
                OperationsFile.Read(arguments["operations"]),
                arguments["service"],
                arguments["out"]);
            return 0;

        case "operations-doc":
            File.WriteAllText(
                arguments["out"], OperationsDocument.Text(ModelLibrary.Open(arguments["models"]), arguments["services"]));
            return 0;

        default:
            throw new GeneratorException($"unknown command {arguments.Command}");
    }
}
catch (GeneratorException problem)
{
    // MSBuild shows a line of this form as an error of the project.
    Console.Error.WriteLine($"{problem.Place ?? "ContractGen"} : error WEIR0001: {problem.Message}");
    return 1;
}
