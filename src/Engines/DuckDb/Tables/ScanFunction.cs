using System.Runtime.InteropServices;
using Weir.Engines.DuckDb.Native;

namespace Weir.Engines.DuckDb.Tables;

/// <summary>The table function <c>weir_scan(id)</c>: DuckDB's callbacks on one side, <see cref="ITableSource"/> on the other.</summary>
/// <remarks>
/// Managed objects cross as GC handles that DuckDB gives back to <see cref="Release"/>. No exception may leave a callback: it would
/// end the process.
/// </remarks>
internal static unsafe class ScanFunction
{
    public const string Name = "weir_scan";

    /// <summary>Comes before a source's columns: DuckDB reads the first column where it needs rows but no values (a count), and this one costs nothing.</summary>
    public const string RowMark = "weir_row";

    public static void Register(DuckConnection connection, DuckScans scans)
    {
        var function = TableMethods.Create();
        try
        {
            using var id = TypeHandle.Of(new DuckType(DuckKind.BigInt));
            TableMethods.SetName(function, Name);
            TableMethods.AddParameter(function, id.Value);
            TableMethods.SetExtra(function, Hold(scans), &Release);
            TableMethods.SetBind(function, &Bind);
            TableMethods.SetInit(function, &Init);
            TableMethods.SetLocalInit(function, &InitThread);
            TableMethods.SetFunction(function, &Fill);
            TableMethods.SetProjectionPushdown(function, true);
            if (TableMethods.Register(connection.Handle, function) != DuckState.Success)
            {
                throw new DuckException(DuckErrorKind.Catalog, $"{Name} could not be registered");
            }
        }
        finally
        {
            TableMethods.Destroy(ref function);
        }
    }

    [UnmanagedCallersOnly]
    private static void Bind(nint info)
    {
        try
        {
            var parameter = TableMethods.BindParameter(info, 0);
            var id = TableMethods.Int64Of(parameter);
            TableMethods.DestroyValue(ref parameter);
            var source = Held<DuckScans>(TableMethods.BindExtra(info)).Find(id)
                ?? throw new InvalidOperationException($"there is no scan {id}");
            using var mark = TypeHandle.Of(new DuckType(DuckKind.Boolean));
            TableMethods.AddResultColumn(info, RowMark, mark.Value);
            foreach (var column in source.Columns)
            {
                using var type = TypeHandle.Of(column.Type);
                TableMethods.AddResultColumn(info, column.Name, type.Value);
            }

            if (source.RowsEstimate is { } rows)
            {
                TableMethods.SetCardinality(info, (ulong)rows, isExact: false);
            }

            TableMethods.SetBindData(info, Hold(new Bound(source)), &Release);
        }
        catch (Exception error)
        {
            TableMethods.BindError(info, ErrorText.Of(error));
        }
    }

    [UnmanagedCallersOnly]
    private static void Init(nint info)
    {
        try
        {
            var source = Held<Bound>(TableMethods.InitBindData(info)).Source;
            var columns = new int[TableMethods.InitColumnCount(info)];
            var types = new DuckType[columns.Length];
            for (var at = 0; at < columns.Length; at++)
            {
                // 0 is the mark; past the columns is DuckDB's own row id.
                var index = TableMethods.InitColumnIndex(info, (ulong)at);
                var isOurs = index > 0 && index <= (ulong)source.Columns.Count;
                columns[at] = isOurs ? (int)index - 1 : -1;
                types[at] = isOurs ? source.Columns[(int)index - 1].Type : new DuckType(index == 0 ? DuckKind.Boolean : DuckKind.BigInt);
            }

            var scan = source.Open(columns);
            TableMethods.SetMaxThreads(info, (ulong)Math.Max(1, scan.ReadersMax));
            TableMethods.SetInitData(info, Hold(new Pass(scan, types)), &Release);
        }
        catch (Exception error)
        {
            TableMethods.InitError(info, ErrorText.Of(error));
        }
    }

    [UnmanagedCallersOnly]
    private static void InitThread(nint info) => TableMethods.SetInitData(info, Hold(new ThreadPart()), &Release);

    [UnmanagedCallersOnly]
    private static void Fill(nint info, nint chunk)
    {
        try
        {
            var pass = Held<Pass>(TableMethods.FunctionInitData(info));
            var part = Held<ThreadPart>(TableMethods.FunctionLocalData(info));
            part.Reader ??= pass.Scan.OpenReader();
            var rows = part.Reader.Read(new DuckChunkWriter(chunk, pass.Types));
            TableMethods.SetChunkSize(chunk, (ulong)rows);
        }
        catch (Exception error)
        {
            TableMethods.FunctionError(info, ErrorText.Of(error));
        }
    }

    [UnmanagedCallersOnly]
    private static void Release(nint held)
    {
        var handle = GCHandle.FromIntPtr(held);
        var target = handle.Target;
        handle.Free();
        try
        {
            (target as IDisposable)?.Dispose();
        }
        catch (Exception)
        {
            // A reader that cannot close its file has nobody left to tell.
        }
    }

    private static nint Hold(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

    private static T Held<T>(nint held)
        where T : class => (T)GCHandle.FromIntPtr(held).Target!;

    /// <summary>Between the source and <see cref="Release"/>: a source is its owner's to dispose.</summary>
    private sealed record Bound(ITableSource Source);

    private sealed class Pass(ITableScan scan, DuckType[] types) : IDisposable
    {
        public ITableScan Scan { get; } = scan;

        public DuckType[] Types { get; } = types;

        public void Dispose() => Scan.Dispose();
    }

    private sealed class ThreadPart : IDisposable
    {
        public ITableReader? Reader { get; set; }

        public void Dispose() => Reader?.Dispose();
    }
}
