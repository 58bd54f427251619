using System.CommandLine;
using System.CommandLine.Help;
using Weir.Server.Settings;

namespace Weir.Server.Commands;

/// <summary>The command line of the program: parses it, and answers a mistake with one line and exit status 2.</summary>
internal static class RootCommands
{
    public const int UsageExit = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Weir: a self-hosted, AWS-compatible data and analytics platform in one program")
        {
            ServeCommand.Create(),
            DemoCommand.Create(),
            StatusCommand.Create(),
            VerifyCommand.Create(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            await Console.Error.WriteLineAsync($"weir: {parsed.Errors[0].Message} (see weir --help)");
            return UsageExit;
        }

        try
        {
            // The commands end themselves on SIGINT and SIGTERM.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                ProcessTerminationTimeout = null,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (SettingsException wrong)
        {
            await Console.Error.WriteLineAsync($"weir: {wrong.Message}");
            return UsageExit;
        }
    }
}
