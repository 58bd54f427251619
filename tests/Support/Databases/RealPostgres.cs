namespace Weir.Tests.Support.Databases;

/// <summary>PostgreSQL with passwords by SCRAM and TLS on offer.</summary>
public sealed class RealPostgres : RealDatabase
{
    private static readonly string? Bin = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "postgres"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    protected override string Account => "postgres";

    public override void Run(string sql, string database = "") => Do(
        [Path.Combine(Bin!, "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", $"{Port}", "-U", "super", "-d", database.Length == 0 ? "postgres" : database],
        sql,
        new Dictionary<string, string> { ["PGPASSWORD"] = "super", ["PGCLIENTENCODING"] = "UTF8" });

    protected override string? Missing() => Bin is null || !File.Exists(Path.Combine(Bin, "psql")) ? "PostgreSQL (Debian package postgresql)" : null;

    protected override void Prepare()
    {
        File.WriteAllText(Path.Combine(Folder, "password"), "super\n");
        GiveAway();
        Do(AsAccount(
        [
            Path.Combine(Bin!, "initdb"), "-D", Path.Combine(Folder, "data"), "-U", "super", "--pwfile", Path.Combine(Folder, "password"),
            "-A", "scram-sha-256", "-E", "UTF8", "--no-locale", "--no-sync",
        ]));
    }

    protected override IReadOnlyList<string> Server() => AsAccount(
    [
        Path.Combine(Bin!, "postgres"), "-D", Path.Combine(Folder, "data"), "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
        "-c", "fsync=off", "-c", "shared_buffers=16MB", "-c", "ssl=on", "-c", $"ssl_cert_file={Path.Combine(Folder, "server.crt")}",
        "-c", $"ssl_key_file={Path.Combine(Folder, "server.key")}",
    ]);

    protected override async ValueTask SetUpAsync()
    {
        // The port is open a moment before questions are answered.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Run($"CREATE ROLE {User} LOGIN PASSWORD '{Password.Replace("'", "''", StringComparison.Ordinal)}'");
                return;
            }
            catch (Xunit.Sdk.TrueException) when (attempt < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }
}
