namespace Weir.Kernel.State;

/// <summary>The state store could not do what it was asked: the disk is full, the file is damaged, a sync failed.</summary>
/// <param name="resultCode">SQLite's extended result code; 0 where the store itself found the fault.</param>
public sealed class StateException(int resultCode, string message) : IOException(message)
{
    private const int PrimaryCodeMask = 0xFF;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int NotADatabase = 26;

    public int ResultCode { get; } = resultCode;

    public bool IsDamage => ResultCode == 0 || (ResultCode & PrimaryCodeMask) is Corrupt or NotADatabase;

    public bool IsDiskFull => (ResultCode & PrimaryCodeMask) == Full;
}
