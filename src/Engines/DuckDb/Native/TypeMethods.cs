using System.Runtime.InteropServices;

namespace Weir.Engines.DuckDb.Native;

/// <summary>The C API's calls on logical types. Every type that comes back is ours to destroy.</summary>
internal static unsafe partial class TypeMethods
{
    private const string Library = DuckLibrary.Name;

    static TypeMethods() => DuckLibrary.Register();

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_logical_type")]
    public static partial void Destroy(ref nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_get_type_id")]
    public static partial DuckKind Kind(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_decimal_width")]
    public static partial byte DecimalWidth(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_decimal_scale")]
    public static partial byte DecimalScale(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_enum_dictionary_size")]
    public static partial uint EnumSize(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_enum_dictionary_value")]
    public static partial nint EnumValue(nint type, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_list_type_child_type")]
    public static partial nint ListChild(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_array_type_child_type")]
    public static partial nint ArrayChild(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_array_type_array_size")]
    public static partial ulong ArraySize(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_map_type_key_type")]
    public static partial nint MapKey(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_map_type_value_type")]
    public static partial nint MapValue(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_struct_type_child_count")]
    public static partial ulong StructSize(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_struct_type_child_name")]
    public static partial nint StructName(nint type, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_struct_type_child_type")]
    public static partial nint StructChild(nint type, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_union_type_member_count")]
    public static partial ulong UnionSize(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_union_type_member_name")]
    public static partial nint UnionName(nint type, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_union_type_member_type")]
    public static partial nint UnionMember(nint type, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_column_type")]
    public static partial nint OfVector(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_logical_type_set_alias", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetAlias(nint type, string alias);

    [LibraryImport(Library, EntryPoint = "duckdb_create_logical_type")]
    public static partial nint Create(DuckKind kind);

    [LibraryImport(Library, EntryPoint = "duckdb_create_decimal_type")]
    public static partial nint CreateDecimal(byte width, byte scale);

    [LibraryImport(Library, EntryPoint = "duckdb_create_list_type")]
    public static partial nint CreateList(nint element);

    [LibraryImport(Library, EntryPoint = "duckdb_create_array_type")]
    public static partial nint CreateArray(nint element, ulong size);

    [LibraryImport(Library, EntryPoint = "duckdb_create_map_type")]
    public static partial nint CreateMap(nint key, nint value);

    [LibraryImport(Library, EntryPoint = "duckdb_create_struct_type")]
    public static partial nint CreateStruct(nint* types, nint* names, ulong fields);
}
