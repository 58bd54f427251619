using System.Globalization;
using System.Runtime.InteropServices;
using Weir.Engines.DuckDb.Native;
using Weir.Engines.DuckDb.Tables;

namespace Weir.Engines.DuckDb;

/// <summary>One in-memory DuckDB instance, locked down to the folders it was opened with.</summary>
/// <remarks>Safe from any thread. The handle, not the caller, guarantees that it is closed exactly once.</remarks>
public sealed class DuckDatabase : IDisposable
{
    private readonly DatabaseHandle _handle;

    private readonly MadeMacros? _macros;

    private DuckDatabase(DatabaseHandle handle, DuckMacros? macros) => (_handle, _macros) = (handle, macros is null ? null : new(macros));

    /// <summary>Readers of ours that statements can name.</summary>
    public DuckScans Scans { get; } = new();

    /// <summary>The version of the library, for example <c>v1.5.5</c>. Loads it.</summary>
    public static string LibraryVersion => Marshal.PtrToStringUTF8(NativeMethods.LibraryVersion()) ?? "";

    public static DuckDatabase Open(DuckOptions options)
    {
        var config = Configure(options);
        try
        {
            if (NativeMethods.Open(":memory:", out var handle, config, out var error) == DuckState.Success)
            {
                return Lock(new DuckDatabase(handle, options.Macros), options);
            }

            handle.SetHandleAsInvalid();
            var message = Marshal.PtrToStringUTF8(error) ?? "DuckDB could not be opened";
            NativeMethods.Free(error);
            throw new DuckException(DuckException.KindOf(message), message);
        }
        finally
        {
            NativeMethods.DestroyConfig(ref config);
        }
    }

    public DuckConnection Connect()
    {
        if (NativeMethods.Connect(_handle, out var connection) == DuckState.Success)
        {
            return new DuckConnection(connection, Scans, _macros);
        }

        throw new DuckException(DuckErrorKind.Connection, "DuckDB refused a connection");
    }

    public void Dispose() => _handle.Dispose();

    private static nint Configure(DuckOptions options)
    {
        if (NativeMethods.CreateConfig(out var config) != DuckState.Success)
        {
            throw new DuckException(DuckErrorKind.OutOfMemory, "no memory for DuckDB's configuration");
        }

        Set("threads", options.Threads.ToString(CultureInfo.InvariantCulture));
        Set("memory_limit", string.Create(CultureInfo.InvariantCulture, $"{options.MemoryBytesMax >> 10}KiB"));
        Set("temp_directory", options.SpillDirectory ?? "");
        Set("autoinstall_known_extensions", "false");
        Set("autoload_known_extensions", "false");
        Set("allow_community_extensions", "false");
        Set("preserve_insertion_order", "true");
        return config;

        void Set(string name, string value)
        {
            if (NativeMethods.SetConfig(config, name, value) != DuckState.Success)
            {
                throw new DuckException(DuckErrorKind.InvalidConfiguration, $"DuckDB has no setting {name}={value}");
            }
        }
    }

    /// <summary>Order matters: the folders before the door is shut, the lock last.</summary>
    private static DuckDatabase Lock(DuckDatabase database, DuckOptions options)
    {
        try
        {
            using var connection = database.Connect();
            connection.Execute("SET GLOBAL TimeZone = 'UTC'");
            ScanFunction.Register(connection, database.Scans);
            Teach(connection, options);

            if (options.SpillDirectory is not null)
            {
                connection.Execute(string.Create(
                    CultureInfo.InvariantCulture, $"SET GLOBAL max_temp_directory_size = '{options.SpillBytesMax >> 10}KiB'"));
            }

            // Footers are read when a query is planned, again when it runs, and once more to count its bytes.
            connection.Execute("SET GLOBAL parquet_metadata_cache = true");

            // The operating system already caches files; a second copy here would only take memory from operators.
            connection.Execute("SET GLOBAL enable_external_file_cache = false");
            connection.Execute($"SET GLOBAL allowed_directories = {DuckSql.List(options.Directories.Select(Folder))}");
            connection.Execute("SET GLOBAL enable_external_access = false");
            connection.Execute("SET GLOBAL lock_configuration = true");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>In one transaction: a commit for each function would take longer than the rest of the start.</summary>
    private static void Teach(DuckConnection connection, DuckOptions options)
    {
        connection.Execute("BEGIN");
        foreach (var function in options.Functions)
        {
            FunctionCallbacks.Register(connection.Handle, function);
        }

        foreach (var aggregate in options.Aggregates)
        {
            FunctionCallbacks.Register(connection.Handle, aggregate);
        }

        foreach (var statement in options.Prelude)
        {
            connection.Execute(statement);
        }

        connection.Execute("COMMIT");
    }

    private static string Folder(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) + "/";
}
