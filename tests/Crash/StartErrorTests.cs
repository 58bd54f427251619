using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Weir.Tests.Support;

namespace Weir.Crash.Tests;

/// <summary>What keeps the program from starting is one clear line and exit status 2; a signal to stop is exit status 0.</summary>
public sealed class StartErrorTests : IAsyncLifetime
{
    private static readonly string[] FreePorts =
        ["--port", "0", "--mqtt-port", "0", "--mqtts-port", "0", "--kafka-port", "0", "--redshift-port", "0", "--opensearch-port", "0"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-start-");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("--port")]
    [InlineData("--mqtt-port")]
    public async Task A_port_in_use_is_named_with_its_flag(string flag)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        string[] ports = [.. FreePorts];
        ports[Array.IndexOf(ports, flag) + 1] = $"{port}";

        var line = await RefusedAsync(["serve", "--data-dir", _directory.FullName, .. ports]);

        Assert.Contains($"port {port} is in use", line, StringComparison.Ordinal);
        Assert.Contains(flag, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_of_another_process_is_left_alone()
    {
        await using var first = await ServerProcess.StartAsync(_directory.FullName);

        var line = await RefusedAsync(["serve", "--data-dir", _directory.FullName, .. FreePorts]);
        var verify = await RefusedAsync(["verify", "--data-dir", _directory.FullName]);

        Assert.Contains($"{_directory.FullName} is in use by another weir", line, StringComparison.Ordinal);
        Assert.Contains($"{_directory.FullName} is in use by another weir", verify, StringComparison.Ordinal);
        Assert.Equal(0, await first.StopAsync());
        Assert.DoesNotContain("fail:", first.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_of_a_newer_format_is_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, "weir.format"), "weir-data 99\n", TestContext.Current.CancellationToken);

        Assert.Contains("weir.format", await RefusedAsync(["serve", "--data-dir", _directory.FullName, .. FreePorts]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port", "serve --port abc")]
    [InlineData("--port", "serve --port 70000")]
    [InlineData("--nonsense", "serve --nonsense")]
    [InlineData("--durability", "serve --durability some")]
    [InlineData("--account-id", "serve --account-id 12")]
    [InlineData("--host", "serve --host nonsense")]
    [InlineData("--access-key", "serve --host 0.0.0.0")]
    [InlineData("--dev-accounts", "serve --dev-accounts --host 0.0.0.0 --access-key a --secret-key b")]
    [InlineData("--data-dir", "serve --data-dir")]
    [InlineData("data directory /proc/weir", "serve --data-dir /proc/weir")]
    [InlineData("extra", "serve extra")]
    [InlineData("--log-format", "serve --log-format x")]
    [InlineData("/nonexistent/weir", "verify --data-dir /nonexistent/weir")]
    [InlineData("--for", "demo --for abc")]
    [InlineData("command", "frobnicate")]
    public async Task A_bad_flag_is_named(string named, string arguments) =>
        Assert.Contains(named, await RefusedAsync(arguments.Split(' ')), StringComparison.Ordinal);

    [Theory]
    [InlineData("{bad", "weir.json is not JSON")]
    [InlineData("""{"prot": 1}""", "weir.json has an unknown key: prot")]
    [InlineData("""{"port": "x"}""", "port in weir.json must be a port")]
    public async Task A_bad_settings_file_is_named(string text, string named)
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, "weir.json"), text, TestContext.Current.CancellationToken);

        Assert.Contains(named, await RefusedAsync(["serve", "--data-dir", _directory.FullName]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_ends_it_well_with_connections_open()
    {
        await using var server = await ServerProcess.StartAsync(_directory.FullName);
        using var idle = new TcpClient("127.0.0.1", server.Ports["aws"]);
        using var device = new TcpClient("127.0.0.1", server.Ports["mqtt"]);
        (await server.Clients.AwsAsync("kinesis", "create-stream", "--stream-name", "kept", "--shard-count", "1")).Ok();

        Assert.Equal(0, await server.StopAsync());

        Assert.DoesNotContain("fail:", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(_directory.FullName, "state.db-wal"), file => new FileInfo(file).Length > 0);
    }

    /// <summary>Runs the program to its end; gives the one line it said.</summary>
    private async Task<string> RefusedAsync(string[] arguments)
    {
        var (exit, output, error) = await ProgramRun.ToEndAsync(_directory.FullName, arguments);

        Assert.True(exit == 2, $"exit status {exit}\n{output}{error}");
        Assert.Empty(output);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("weir: ", line, StringComparison.Ordinal);
        return line;
    }
}

/// <summary>The program run to its end.</summary>
internal static class ProgramRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<(int Exit, string Output, string Error)> ToEndAsync(string workingDirectory, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(ServerProcess.ProgramPath(), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"it did not end within {Patience}: {string.Join(' ', arguments)}");
        }

        return (process.ExitCode, await output, await error);
    }
}
