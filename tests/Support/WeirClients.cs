using System.Diagnostics;

namespace Weir.Tests.Support;

/// <summary>What a client process printed, and how it ended.</summary>
public sealed record ClientResult(int ExitCode, string Output, string Error)
{
    /// <summary>The standard output, after checking that the client succeeded.</summary>
    public string Ok()
    {
        Assert.True(ExitCode == 0, $"the client ended with {ExitCode}\nstdout: {Output}\nstderr: {Error}");
        return Output;
    }
}

/// <summary>Runs real clients as child processes against one platform. A client that is not installed skips the test, saying so.</summary>
public sealed class WeirClients(string endpoint, IReadOnlyDictionary<string, int> ports, string accessKey = "test", string secretKey = "test")
{
    /// <summary>How long a client may take before it is ended and the test fails.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(120);

    public string Endpoint => endpoint;

    public IReadOnlyDictionary<string, int> Ports => ports;

    /// <summary>AWS CLI of the operating system's packages; JSON output.</summary>
    public Task<ClientResult> AwsAsync(params string[] arguments) =>
        RunAsync(Require("/usr/bin/aws", "awscli"), ["--endpoint-url", endpoint, "--output", "json", .. arguments]);

    /// <summary>A Python 3 script with boto3; <c>client(service)</c> gives a configured client.</summary>
    public Task<ClientResult> PythonAsync(string script, params string[] arguments)
    {
        if (!File.Exists("/usr/lib/python3/dist-packages/boto3/__init__.py"))
        {
            Assert.Skip("boto3 is not installed (Debian package python3-boto3)");
        }

        const string Prelude = """
            import boto3, botocore, os, sys, json
            from botocore.config import Config
            def client(service, **more):
                config = more.pop("config", Config(retries={"max_attempts": 1}, read_timeout=60))
                return boto3.client(service, endpoint_url=os.environ["WEIR_ENDPOINT"], config=config, **more)

            """;
        return RunAsync(Require("/usr/bin/python3", "python3"), ["-c", Prelude + script, .. arguments]);
    }

    /// <summary>A Node.js ES module with the packages of <c>tests/clients</c> (AWS SDK for JavaScript v3, MQTT.js).</summary>
    public async Task<ClientResult> NodeAsync(string script, params string[] arguments)
    {
        var packages = Path.Combine(Repository.Root, "tests", "clients");
        if (!Directory.Exists(Path.Combine(packages, "node_modules")))
        {
            Assert.Skip("the JavaScript clients are not installed (npm ci in tests/clients)");
        }

        var file = Path.Combine(packages, $"script-{Guid.NewGuid():N}.tmp.mjs");
        await File.WriteAllTextAsync(file, script);
        try
        {
            return await RunAsync("node", [file, .. arguments]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public Task<ClientResult> MosquittoPublishAsync(params string[] arguments) => RunAsync(
        Require("/usr/bin/mosquitto_pub", "mosquitto-clients"), ["-h", "127.0.0.1", "-p", $"{ports["mqtt"]}", .. arguments]);

    public Task<ClientResult> MosquittoSubscribeAsync(params string[] arguments) => RunAsync(
        Require("/usr/bin/mosquitto_sub", "mosquitto-clients"), ["-h", "127.0.0.1", "-p", $"{ports["mqtt"]}", .. arguments]);

    /// <summary>Any program, with the platform's address and credentials in its environment.</summary>
    public async Task<ClientResult> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["WEIR_ENDPOINT"] = endpoint;
        start.Environment["AWS_ENDPOINT_URL"] = endpoint;
        start.Environment["AWS_ACCESS_KEY_ID"] = accessKey;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = secretKey;
        start.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        start.Environment["AWS_REGION"] = "us-east-1";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_MAX_ATTEMPTS"] = "1";
        start.Environment["AWS_CONFIG_FILE"] = "/dev/null";
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null";
        start.Environment["AWS_PAGER"] = "";

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
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
            Assert.Fail($"{program} did not end within {Patience}: {string.Join(' ', arguments)}");
        }

        return new(process.ExitCode, await output, await error);
    }

    private static string Require(string path, string package)
    {
        if (!File.Exists(path))
        {
            Assert.Skip($"{Path.GetFileName(path)} is not installed (Debian package {package})");
        }

        return path;
    }
}
