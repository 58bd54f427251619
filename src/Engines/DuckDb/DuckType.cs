using System.Runtime.InteropServices;
using System.Text;
using Weir.Engines.DuckDb.Native;

namespace Weir.Engines.DuckDb;

/// <summary>A DuckDB type with what it is made of. Immutable.</summary>
public sealed record DuckType(DuckKind Kind)
{
    /// <summary>Digits of a decimal.</summary>
    public int Width { get; init; }

    /// <summary>Digits of a decimal after the point.</summary>
    public int Scale { get; init; }

    /// <summary>What a list or array holds.</summary>
    public DuckType? Element { get; init; }

    /// <summary>How many elements an array holds.</summary>
    public int ArraySize { get; init; }

    /// <summary>The fields of a struct, the members of a union, and <c>key</c> and <c>value</c> of a map.</summary>
    public IReadOnlyList<DuckField> Fields { get; init; } = [];

    public IReadOnlyList<string> EnumValues { get; init; } = [];

    /// <summary>Another name of a plain type that DuckDB treats as its own: JSON is a VARCHAR. Never read back, only made.</summary>
    public string? Alias { get; init; }

    /// <summary>The type as DuckDB SQL writes it.</summary>
    public override string ToString() => Kind switch
    {
        DuckKind.Decimal => $"DECIMAL({Width},{Scale})",
        DuckKind.List => $"{Element}[]",
        DuckKind.Array => $"{Element}[{ArraySize}]",
        DuckKind.Map => $"MAP({Fields[0].Type}, {Fields[1].Type})",
        DuckKind.Struct => $"STRUCT({JoinFields()})",
        DuckKind.Union => $"UNION({JoinFields()})",
        DuckKind.Enum => $"ENUM({string.Join(", ", EnumValues.Select(DuckSql.Text))})",
        DuckKind.Timestamp => "TIMESTAMP",
        DuckKind.TimestampSeconds => "TIMESTAMP_S",
        DuckKind.TimestampMillis => "TIMESTAMP_MS",
        DuckKind.TimestampNanos => "TIMESTAMP_NS",
        DuckKind.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        DuckKind.TimeTz => "TIME WITH TIME ZONE",
        DuckKind.TimeNanos => "TIME_NS",
        DuckKind.Null => "\"NULL\"",
        _ => Kind.ToString().ToUpperInvariant(),
    };

    private string JoinFields()
    {
        var text = new StringBuilder();
        foreach (var field in Fields)
        {
            text.Append(text.Length == 0 ? "" : ", ").Append(DuckSql.Name(field.Name)).Append(' ').Append(field.Type);
        }

        return text.ToString();
    }

    /// <summary>Reads a native type and destroys it.</summary>
    internal static DuckType Take(nint native)
    {
        try
        {
            return Read(native);
        }
        finally
        {
            TypeMethods.Destroy(ref native);
        }
    }

    private static DuckType Read(nint native)
    {
        var kind = TypeMethods.Kind(native);
        return kind switch
        {
            DuckKind.Decimal => new(kind) { Width = TypeMethods.DecimalWidth(native), Scale = TypeMethods.DecimalScale(native) },
            DuckKind.List => new(kind) { Element = Take(TypeMethods.ListChild(native)) },
            DuckKind.Array => new(kind)
            {
                Element = Take(TypeMethods.ArrayChild(native)),
                ArraySize = checked((int)TypeMethods.ArraySize(native)),
            },
            DuckKind.Map => new(kind)
            {
                Fields = [new("key", Take(TypeMethods.MapKey(native))), new("value", Take(TypeMethods.MapValue(native)))],
            },
            DuckKind.Struct => new(kind)
            {
                Fields = ReadFields(native, TypeMethods.StructSize(native), TypeMethods.StructName, TypeMethods.StructChild),
            },
            DuckKind.Union => new(kind)
            {
                Fields = ReadFields(native, TypeMethods.UnionSize(native), TypeMethods.UnionName, TypeMethods.UnionMember),
            },
            DuckKind.Enum => new(kind) { EnumValues = ReadEnum(native) },
            _ => new(kind),
        };
    }

    private static DuckField[] ReadFields(
        nint native, ulong count, Func<nint, ulong, nint> nameOf, Func<nint, ulong, nint> typeOf)
    {
        var fields = new DuckField[count];
        for (var at = 0UL; at < count; at++)
        {
            fields[at] = new(TakeText(nameOf(native, at)), Take(typeOf(native, at)));
        }

        return fields;
    }

    private static string[] ReadEnum(nint native)
    {
        var values = new string[TypeMethods.EnumSize(native)];
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = TakeText(TypeMethods.EnumValue(native, (ulong)at));
        }

        return values;
    }

    private static string TakeText(nint text)
    {
        var value = Marshal.PtrToStringUTF8(text) ?? "";
        NativeMethods.Free(text);
        return value;
    }
}

/// <summary>A named part of a struct, union or map; also a column of a result.</summary>
public sealed record DuckField(string Name, DuckType Type);
