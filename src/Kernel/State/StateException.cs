using Weir.Kernel.Storage;

namespace Weir.Kernel.State;

/// <summary>The state store could not do what it was asked: the disk is full, the file is damaged, a sync failed.</summary>
public sealed class StateException : IOException
{
    private const int PrimaryCodeMask = 0xFF;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int NotADatabase = 26;

    /// <param name="resultCode">SQLite's extended result code; 0 where the store itself found the fault.</param>
    public StateException(int resultCode, string message)
        : base(message)
    {
        ResultCode = resultCode;
        if (IsDiskFull)
        {
            HResult = DurableFiles.DiskFullResult;
        }
    }

    public int ResultCode { get; }

    public bool IsDamage => ResultCode == 0 || (ResultCode & PrimaryCodeMask) is Corrupt or NotADatabase;

    public bool IsDiskFull => (ResultCode & PrimaryCodeMask) == Full;
}
