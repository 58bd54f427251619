using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Weir.Tests.Support.Databases;

/// <summary>A database server of Debian's packages on a free loopback port, with data of its own; tests that need one that is not installed are skipped.</summary>
public abstract class RealDatabase : IAsyncLifetime
{
    public const string User = "keeper";
    public const string Password = "s3cret 'quoted\\ 비밀";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-db-");
    private Process? _process;
    private string? _missing;

    public int Port { get; private set; }

    /// <summary>The certificate that signed the server's, in PEM; the server's is for localhost.</summary>
    public string RootPem { get; private set; } = "";

    protected string Folder => _directory.FullName;

    /// <summary>Whom the server runs as where the tests run as root, which databases refuse.</summary>
    protected abstract string Account { get; }

    public async ValueTask InitializeAsync()
    {
        _missing = Missing();
        if (_missing is not null)
        {
            return;
        }

        WriteCertificates();
        for (var attempt = 0; ; attempt++)
        {
            Port = FreePort();
            if (attempt == 0)
            {
                Prepare();
            }

            _process = Start(Server());
            if (await AnswersAsync() || attempt == 2)
            {
                break;
            }
        }

        Assert.False(_process.HasExited, "the database server does not start");
        await SetUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            // As the server's own tools stop it: by a signal to its process.
            using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
            await kill.WaitForExitAsync();
            using var late = new CancellationTokenSource(Patience);
            try
            {
                await process.WaitForExitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        _process?.Dispose();
        _directory.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Call first in each test.</summary>
    public void Require() => Assert.SkipWhen(_missing is not null, $"not installed: {_missing}");

    /// <summary>Runs statements through the database's own client, as its superuser.</summary>
    public abstract void Run(string sql, string database = "");

    /// <summary>The package that is not here, or null.</summary>
    protected abstract string? Missing();

    /// <summary>Makes the data directory.</summary>
    protected abstract void Prepare();

    /// <summary>The server's command.</summary>
    protected abstract IReadOnlyList<string> Server();

    /// <summary>Makes the user that tests connect as.</summary>
    protected abstract ValueTask SetUpAsync();

    protected static string? Find(params string[] candidates) => candidates.FirstOrDefault(File.Exists);

    /// <summary>Runs a command to its end, in the server's account.</summary>
    protected static void Do(IReadOnlyList<string> command, string? input = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input ?? "");
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{command[0]} failed: {error.Result}{output.Result}");
    }

    /// <summary>The command, as the server's account where this is root.</summary>
    protected IReadOnlyList<string> AsAccount(IReadOnlyList<string> command) => Environment.UserName == "root"
        ? ["/usr/bin/setpriv", "--reuid", Account, "--regid", Account, "--clear-groups", .. command]
        : command;

    /// <summary>Gives the folder to the server's account where this is root.</summary>
    protected void GiveAway()
    {
        if (Environment.UserName == "root")
        {
            Do(["/bin/chown", "-R", $"{Account}:{Account}", Folder]);
        }
    }

    private static Process Start(IReadOnlyList<string> command)
    {
        var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async ValueTask<bool> AnswersAsync()
    {
        var since = Stopwatch.StartNew();
        while (since.Elapsed < Patience && !_process!.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }

        return false;
    }

    private void WriteCertificates()
    {
        var (from, until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        using var rootKey = RSA.Create(2048);
        var rootRequest = new CertificateRequest("CN=Weir tests", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = rootRequest.CreateSelfSigned(from, until);
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(root, from, until, [1, 2, 3, 4]);
        RootPem = root.ExportCertificatePem();
        File.WriteAllText(Path.Combine(Folder, "server.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(Folder, "server.key"), key.ExportPkcs8PrivateKeyPem());
        Do(["/bin/chmod", "600", Path.Combine(Folder, "server.key")]);
    }
}
