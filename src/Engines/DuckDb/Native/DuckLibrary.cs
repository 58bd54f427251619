using System.Reflection;
using System.Runtime.InteropServices;

namespace Weir.Engines.DuckDb.Native;

/// <summary>Finds DuckDB's library beside the program.</summary>
internal static class DuckLibrary
{
    public const string Name = "duckdb";

    private static int _registered;

    public static void Register()
    {
        if (Interlocked.Exchange(ref _registered, 1) == 0)
        {
            NativeLibrary.SetDllImportResolver(typeof(DuckLibrary).Assembly, Resolve);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != Name)
        {
            return 0;
        }

        var path = Path.Combine(AppContext.BaseDirectory, FileName);
        if (NativeLibrary.TryLoad(path, out var library) || NativeLibrary.TryLoad(FileName, assembly, search, out library))
        {
            return library;
        }

        throw new DllNotFoundException($"DuckDB's library {FileName} is not beside the program ({AppContext.BaseDirectory}); run ./build");
    }

    private static string FileName =>
        OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";
}
