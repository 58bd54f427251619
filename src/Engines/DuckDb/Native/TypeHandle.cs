using System.Runtime.InteropServices;

namespace Weir.Engines.DuckDb.Native;

/// <summary>A logical type that we made, to hand to the C API.</summary>
internal sealed unsafe class TypeHandle : DuckHandle
{
    private TypeHandle(nint type) => SetHandle(type);

    public nint Value => handle;

    public static TypeHandle Of(DuckType type)
    {
        var made = Make(type);

        // A column of no type would be left out in silence, and all behind it would be taken for another.
        return made != 0 ? new(made) : throw new NotSupportedException($"DuckDB has no type {type}");
    }

    protected override bool ReleaseHandle()
    {
        TypeMethods.Destroy(ref handle);
        return true;
    }

    private static nint Make(DuckType type)
    {
        switch (type.Kind)
        {
            case DuckKind.Decimal:
                return TypeMethods.CreateDecimal((byte)type.Width, (byte)type.Scale);
            case DuckKind.List:
                using (var element = Of(type.Element!))
                {
                    return TypeMethods.CreateList(element.Value);
                }

            case DuckKind.Array:
                using (var element = Of(type.Element!))
                {
                    return TypeMethods.CreateArray(element.Value, (ulong)type.ArraySize);
                }

            case DuckKind.Map:
                using (var key = Of(type.Fields[0].Type))
                using (var value = Of(type.Fields[1].Type))
                {
                    return TypeMethods.CreateMap(key.Value, value.Value);
                }

            case DuckKind.Struct:
                return MakeStruct(type.Fields);
            case DuckKind.Enum or DuckKind.Union:
                throw new NotSupportedException($"a {type} cannot be made here");
            default:
                var plain = TypeMethods.Create(type.Kind);
                if (type.Alias is { } alias)
                {
                    TypeMethods.SetAlias(plain, alias);
                }

                return plain;
        }
    }

    private static nint MakeStruct(IReadOnlyList<DuckField> fields)
    {
        var types = new nint[fields.Count];
        var names = new nint[fields.Count];
        try
        {
            for (var at = 0; at < fields.Count; at++)
            {
                types[at] = Make(fields[at].Type);
                names[at] = Marshal.StringToCoTaskMemUTF8(fields[at].Name);
            }

            fixed (nint* type = types)
            fixed (nint* name = names)
            {
                return TypeMethods.CreateStruct(type, name, (ulong)fields.Count);
            }
        }
        finally
        {
            for (var at = 0; at < fields.Count; at++)
            {
                TypeMethods.Destroy(ref types[at]);
                Marshal.FreeCoTaskMem(names[at]);
            }
        }
    }
}
