using System.Diagnostics;

namespace Weir.Tests.Support;

/// <summary>A command-line tool that reads or writes what we do; tests that need one that is not here are skipped.</summary>
public static class Tool
{
    public static byte[] Run(string name, byte[] input, params string[] arguments)
    {
        Assert.SkipUnless(Exists(name), $"{name} is not installed");
        using var process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var reading = Task.Run(() =>
        {
            using var output = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(output);
            return output.ToArray();
        });
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return reading.Result;
    }

    private static bool Exists(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));
}
