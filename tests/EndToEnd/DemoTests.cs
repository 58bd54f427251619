using System.Diagnostics;
using System.Text.RegularExpressions;
using Weir.Tests.Support;

namespace Weir.EndToEnd.Tests;

/// <summary>The flagship story as a stranger starts it: one command, real data, counts that agree at every hop.</summary>
public sealed class DemoTests
{
    [Fact]
    [Trait("feature", "pipeline.one-command")]
    [Trait("feature", "pipeline.iot-to-dashboard")]
    public async Task The_demo_streams_this_machine_to_a_report_and_every_count_agrees()
    {
        var (exit, output) = await RunAsync("--for", "8s");

        Assert.True(exit == 0, output);
        Assert.Contains("every count agrees", output, StringComparison.Ordinal);
        Assert.True(Count(output, "published") > 100, output);
        Assert.Equal(Count(output, "published"), Count(output, "queried"));
    }

    [Theory]
    [Trait("feature", "pipeline.iot-to-dashboard")]
    [InlineData("iot/seattle-weather.csv")]
    [InlineData("ml/penguins.json")]
    public async Task A_file_is_replayed_through_the_same_pipeline(string file)
    {
        var path = Repository.SharedData(file.Split('/'));

        var (exit, output) = await RunAsync("--replay", path, "--rate", "400");

        Assert.True(exit == 0, output);
        Assert.Contains("every count agrees", output, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output)> RunAsync(params string[] arguments)
    {
        var directory = Directory.CreateTempSubdirectory("weir-demo-test-");
        try
        {
            var start = new ProcessStartInfo(ServerProcess.ProgramPath())
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = directory.FullName,
            };
            string[] ports = ["--port", "0", "--mqtt-port", "0", "--mqtts-port", "0", "--kafka-port", "0", "--redshift-port", "0", "--opensearch-port", "0"];
            foreach (var argument in (string[])["demo", .. arguments, .. ports])
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(4));
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }

            return (process.HasExited ? process.ExitCode : -1, await output + await error);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static long Count(string output, string line) =>
        long.Parse(CountLine(line).Match(output).Groups[1].Value.Replace(",", "", StringComparison.Ordinal), null);

    private static Regex CountLine(string line) => new($@"{line} \([^)]*\)\s+([\d,]+)");
}
