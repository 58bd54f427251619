using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weir.Kernel.Storage;

/// <summary>Copies ranges between files without passing through this process where the system can (and sharing blocks where the file system can).</summary>
public static partial class FileCopy
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Copies exactly <paramref name="length"/> bytes; throws <see cref="EndOfStreamException"/> when the source is shorter.</summary>
    public static void Copy(
        SafeFileHandle source, long sourceOffset, SafeFileHandle target, long targetOffset, long length, CancellationToken cancellationToken)
    {
        var copied = OperatingSystem.IsLinux()
            ? CopyInKernel(source, sourceOffset, target, targetOffset, length, cancellationToken)
            : 0;
        CopyHere(source, sourceOffset + copied, target, targetOffset + copied, length - copied, cancellationToken);
    }

    private static long CopyInKernel(
        SafeFileHandle source, long sourceOffset, SafeFileHandle target, long targetOffset, long length, CancellationToken cancellationToken)
    {
        const long StepBytes = 64L << 20; // small enough to notice a cancellation
        var copied = 0L;
        while (copied < length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var from = sourceOffset + copied;
            var to = targetOffset + copied;
            var step = CopyFileRange(source, ref from, target, ref to, (nuint)Math.Min(StepBytes, length - copied), 0);
            if (step <= 0)
            {
                break; // not supported between these two, or an error that the plain copy will meet and report
            }

            copied += step;
        }

        return copied;
    }

    private static void CopyHere(
        SafeFileHandle source, long sourceOffset, SafeFileHandle target, long targetOffset, long length, CancellationToken cancellationToken)
    {
        if (length == 0)
        {
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(BufferBytes, length));
        try
        {
            for (var copied = 0L; copied < length;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = RandomAccess.Read(source, buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - copied)), sourceOffset + copied);
                if (read == 0)
                {
                    throw new EndOfStreamException($"the source ended {length - copied} bytes early");
                }

                RandomAccess.Write(target, buffer.AsSpan(0, read), targetOffset + copied);
                copied += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [LibraryImport("libc", EntryPoint = "copy_file_range", SetLastError = true)]
    private static partial nint CopyFileRange(
        SafeFileHandle source, ref long sourceOffset, SafeFileHandle target, ref long targetOffset, nuint length, uint flags);
}
