using System.CommandLine;
using Weir.Server.Verification;

namespace Weir.Server.Commands;

/// <summary><c>weir verify</c>: checks every file, checksum and index of a stopped data directory.</summary>
/// <remarks>Exit status 0: nothing wrong (or all of it repaired); 1: something is wrong; 2: the directory cannot be checked.</remarks>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var directory = new Option<string>("--data-dir") { Description = "the data directory (default ./.weir)", HelpName = "DIR" };
        var repair = new Option<bool>("--repair") { Description = "repairs what can be repaired; each repair is printed" };
        var command = new Command("verify", "checks every file, checksum and index of a stopped data directory")
        {
            directory,
            repair,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(directory) ?? Environment.GetEnvironmentVariable("WEIR_DATA_DIR") ?? "./.weir",
            parsed.GetValue(repair),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string path, bool isRepair, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
        {
            await Console.Error.WriteLineAsync($"weir: there is no data directory {Path.GetFullPath(path)}");
            return RootCommands.UsageExit;
        }

        try
        {
            using var directory = DataDirectory.Open(path);
            var wrong = 0;
            await foreach (var finding in Verifier.RunAsync(directory, isRepair, cancellationToken))
            {
                wrong += finding.IsRepaired ? 0 : 1;
                Console.WriteLine($"{(finding.IsRepaired ? "repaired" : "wrong")}  {finding.Where}: {finding.What}");
            }

            Console.WriteLine(wrong == 0 ? "nothing is wrong" : $"{wrong} found wrong");
            return wrong == 0 ? 0 : 1;
        }
        catch (StartException failure)
        {
            await Console.Error.WriteLineAsync($"weir: {failure.Message}");
            return RootCommands.UsageExit;
        }
    }
}
