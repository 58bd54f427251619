using System.Runtime.InteropServices;

namespace Weir.Engines.DuckDb.Native;

/// <summary>The C API's calls on aggregate functions of our own.</summary>
internal static unsafe partial class AggregateMethods
{
    private const string Library = DuckLibrary.Name;

    static AggregateMethods() => DuckLibrary.Register();

    [LibraryImport(Library, EntryPoint = "duckdb_create_aggregate_function")]
    public static partial nint Create();

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_aggregate_function")]
    public static partial void Destroy(ref nint function);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetName(nint function, string name);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_add_parameter")]
    public static partial void AddParameter(nint function, nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_return_type")]
    public static partial void SetReturnType(nint function, nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_functions")]
    public static partial void SetFunctions(
        nint function,
        delegate* unmanaged[Cdecl]<nint, ulong> stateSize,
        delegate* unmanaged[Cdecl]<nint, nint, void> initialize,
        delegate* unmanaged[Cdecl]<nint, nint, nint*, void> update,
        delegate* unmanaged[Cdecl]<nint, nint*, nint*, ulong, void> combine,
        delegate* unmanaged[Cdecl]<nint, nint*, nint, ulong, ulong, void> finish);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_destructor")]
    public static partial void SetDestructor(nint function, delegate* unmanaged[Cdecl]<nint*, ulong, void> destroy);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_special_handling")]
    public static partial void SetSpecialHandling(nint function);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_extra_info")]
    public static partial void SetExtraInfo(nint function, nint info, nint destroy);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_get_extra_info")]
    public static partial nint ExtraInfo(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_aggregate_function_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetError(nint info, string error);

    [LibraryImport(Library, EntryPoint = "duckdb_register_aggregate_function")]
    public static partial DuckState Register(ConnectionHandle connection, nint function);
}
