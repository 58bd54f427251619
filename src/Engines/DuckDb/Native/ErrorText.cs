namespace Weir.Engines.DuckDb.Native;

/// <summary>What the engine is told of an error of ours.</summary>
internal static class ErrorText
{
    /// <summary>The text goes over as C has it: at a zero, which data may hold, it would end, and with it the name of the file.</summary>
    public static string Of(Exception error) => error.Message.Replace('\0', '\uFFFD');
}
