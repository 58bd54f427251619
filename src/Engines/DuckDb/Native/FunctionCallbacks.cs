using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Engines.DuckDb.Native;

/// <summary>Where DuckDB calls functions written in C#. Nothing may be thrown into native code.</summary>
internal static unsafe class FunctionCallbacks
{
    /// <summary>Handles of all functions ever registered, one each: instances come and go, the functions stay.</summary>
    private static readonly ConditionalWeakTable<object, object> Handles = [];

    public static void Register(ConnectionHandle connection, DuckFunction definition)
    {
        var function = ScalarMethods.Create();
        try
        {
            ScalarMethods.SetName(function, definition.Name);
            foreach (var parameter in definition.Parameters)
            {
                Use(parameter, type => ScalarMethods.AddParameter(function, type));
            }

            if (definition.More is { } more)
            {
                Use(more, type => ScalarMethods.SetVarArgs(function, type));
            }

            Use(definition.Result, type => ScalarMethods.SetReturnType(function, type));
            if (definition.IsVolatile)
            {
                ScalarMethods.SetVolatile(function);
            }

            if (definition.SeesNulls)
            {
                ScalarMethods.SetSpecialHandling(function);
            }

            ScalarMethods.SetExtraInfo(function, HandleOf(definition), 0);
            ScalarMethods.SetFunction(function, &Execute);
            Check(ScalarMethods.Register(connection, function), definition.Name);
        }
        finally
        {
            ScalarMethods.Destroy(ref function);
        }
    }

    public static void Register(ConnectionHandle connection, DuckAggregate definition)
    {
        var function = AggregateMethods.Create();
        try
        {
            AggregateMethods.SetName(function, definition.Name);
            foreach (var parameter in definition.Parameters)
            {
                Use(parameter, type => AggregateMethods.AddParameter(function, type));
            }

            Use(definition.Result, type => AggregateMethods.SetReturnType(function, type));
            AggregateMethods.SetSpecialHandling(function);
            AggregateMethods.SetExtraInfo(function, HandleOf(definition), 0);
            AggregateMethods.SetFunctions(function, &StateSize, &Initialize, &Update, &Combine, &Finish);
            AggregateMethods.SetDestructor(function, &DestroyStates);
            Check(AggregateMethods.Register(connection, function), definition.Name);
        }
        finally
        {
            AggregateMethods.Destroy(ref function);
        }
    }

    private static void Use(DuckType type, Action<nint> use)
    {
        using var native = TypeHandle.Of(type);
        use(native.Value);
    }

    private static void Check(DuckState state, string name)
    {
        if (state != DuckState.Success)
        {
            throw new DuckException(DuckErrorKind.Catalog, $"DuckDB refused the function {name}");
        }
    }

    private static nint HandleOf(object definition) =>
        (nint)Handles.GetValue(definition, made => GCHandle.ToIntPtr(GCHandle.Alloc(made)));

    private static T Definition<T>(nint handle)
        where T : class => (T)GCHandle.FromIntPtr(handle).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Execute(nint info, nint chunk, nint output)
    {
        try
        {
            var definition = Definition<DuckFunction>(ScalarMethods.ExtraInfo(info));
            var rows = checked((int)ScalarMethods.ChunkSize(chunk));
            var columns = Columns(chunk, definition.Parameters, definition.More);
            var reader = new ArgumentReader(chunk, columns, rows);
            var writer = new VectorWriter(output, definition.Result);
            for (var row = 0; row < rows; row++)
            {
                writer.Write(row, reader.Read(row) || definition.SeesNulls ? definition.Body(reader.Values) : null);
            }
        }
#pragma warning disable CA1031 // an exception that reached DuckDB would end the process
        catch (Exception error)
#pragma warning restore CA1031
        {
            ScalarMethods.SetError(info, ErrorText.Of(error));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static ulong StateSize(nint info) => (ulong)sizeof(nint);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Initialize(nint info, nint state) => *(nint*)state = 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Update(nint info, nint chunk, nint* states)
    {
        try
        {
            var definition = Definition<DuckAggregate>(AggregateMethods.ExtraInfo(info));
            var rows = checked((int)ScalarMethods.ChunkSize(chunk));
            var reader = new ArgumentReader(chunk, Columns(chunk, definition.Parameters, null), rows);
            for (var row = 0; row < rows; row++)
            {
                if (reader.Read(row) || definition.SeesNulls)
                {
                    definition.Add(StateOf(definition, states[row]), reader.Values);
                }
            }
        }
#pragma warning disable CA1031 // an exception that reached DuckDB would end the process
        catch (Exception error)
#pragma warning restore CA1031
        {
            AggregateMethods.SetError(info, ErrorText.Of(error));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Combine(nint info, nint* sources, nint* targets, ulong count)
    {
        try
        {
            var definition = Definition<DuckAggregate>(AggregateMethods.ExtraInfo(info));
            for (var at = 0UL; at < count; at++)
            {
                if (*(nint*)sources[at] is var source and not 0)
                {
                    definition.Merge(StateOf(definition, targets[at]), GCHandle.FromIntPtr(source).Target!);
                }
            }
        }
#pragma warning disable CA1031 // an exception that reached DuckDB would end the process
        catch (Exception error)
#pragma warning restore CA1031
        {
            AggregateMethods.SetError(info, ErrorText.Of(error));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Finish(nint info, nint* states, nint output, ulong count, ulong offset)
    {
        try
        {
            var definition = Definition<DuckAggregate>(AggregateMethods.ExtraInfo(info));
            var writer = new VectorWriter(output, definition.Result);
            writer.Continue();
            for (var at = 0; at < (int)count; at++)
            {
                var state = *(nint*)states[at];
                var target = state == 0 ? definition.Create() : GCHandle.FromIntPtr(state).Target!;
                writer.Write((int)offset + at, definition.Finish(target));
            }
        }
#pragma warning disable CA1031 // an exception that reached DuckDB would end the process
        catch (Exception error)
#pragma warning restore CA1031
        {
            AggregateMethods.SetError(info, ErrorText.Of(error));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void DestroyStates(nint* states, ulong count)
    {
        for (var at = 0UL; at < count; at++)
        {
            if (*(nint*)states[at] is var state and not 0)
            {
                GCHandle.FromIntPtr(state).Free();
                *(nint*)states[at] = 0;
            }
        }
    }

    private static object StateOf(DuckAggregate definition, nint place)
    {
        if (*(nint*)place == 0)
        {
            *(nint*)place = GCHandle.ToIntPtr(GCHandle.Alloc(definition.Create()));
        }

        return GCHandle.FromIntPtr(*(nint*)place).Target!;
    }

    private static DuckType[] Columns(nint chunk, IReadOnlyList<DuckType> parameters, DuckType? more)
    {
        var columns = new DuckType[ScalarMethods.ChunkColumns(chunk)];
        for (var at = 0; at < columns.Length; at++)
        {
            var declared = at < parameters.Count ? parameters[at] : more!;
            columns[at] = declared.Kind == DuckKind.Any
                ? DuckType.Take(TypeMethods.OfVector(ScalarMethods.ChunkVector(chunk, (ulong)at)))
                : declared;
        }

        return columns;
    }
}
