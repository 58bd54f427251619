namespace Weir.Tests.Support.Databases;

/// <summary>MariaDB with TLS on offer.</summary>
public sealed class RealMariaDb : RealDatabase
{
    private static readonly string? Program = Find("/usr/sbin/mariadbd", "/usr/libexec/mariadbd");
    private static readonly string? Install = Find("/usr/bin/mariadb-install-db");
    private static readonly string? Client = Find("/usr/bin/mariadb");

    protected override string Account => "mysql";

    public override void Run(string sql, string database = "") => Do(
        [Client!, "--no-defaults", "--default-character-set=utf8mb4", "-h", "127.0.0.1", "-P", $"{Port}", "-u", "root", .. database.Length == 0 ? [] : (string[])["-D", database]],
        sql);

    protected override string? Missing() => Program is null || Install is null || Client is null ? "MariaDB (Debian package mariadb-server)" : null;

    protected override void Prepare()
    {
        GiveAway();
        Do(AsAccount(
        [
            Install!, "--no-defaults", $"--datadir={Path.Combine(Folder, "data")}", "--auth-root-authentication-method=normal", "--skip-test-db",
        ]));
    }

    protected override IReadOnlyList<string> Server() => AsAccount(
    [
        Program!, "--no-defaults", $"--datadir={Path.Combine(Folder, "data")}", $"--port={Port}", "--bind-address=127.0.0.1",
        $"--socket={Path.Combine(Folder, "s")}", $"--pid-file={Path.Combine(Folder, "pid")}", "--innodb-buffer-pool-size=16M", "--innodb-flush-log-at-trx-commit=0",
        "--character-set-server=utf8mb4", $"--ssl-cert={Path.Combine(Folder, "server.crt")}", $"--ssl-key={Path.Combine(Folder, "server.key")}",
    ]);

    protected override ValueTask SetUpAsync()
    {
        Run($"CREATE USER {User} IDENTIFIED BY '{Password.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'");
        return ValueTask.CompletedTask;
    }
}
