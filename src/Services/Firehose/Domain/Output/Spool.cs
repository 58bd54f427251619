using System.IO.Compression;
using Weir.Kernel.Core;
using Weir.Kernel.Storage;

namespace Weir.Services.Firehose.Domain;

/// <summary>The folder where objects grow before they are handed to S3. Emptied when the platform starts.</summary>
internal sealed class Spool
{
    private readonly IDisk _disk;

    public Spool(IDisk disk, WeirSettings settings)
    {
        _disk = disk;
        Directory = Path.Combine(Path.GetFullPath(settings.DataDirectory), "firehose");
    }

    public string Directory { get; }

    public void Prepare()
    {
        _disk.CreateDirectory(Directory);
        foreach (var left in _disk.ListFiles(Directory))
        {
            _disk.DeleteFile(Path.Combine(Directory, left));
        }
    }

    public string PathOf(string name) => Path.Combine(Directory, name);

    public Stream Create(string name)
    {
        var file = _disk.Open(PathOf(name), create: true);
        file.SetLength(0);
        return new DiskStream(file);
    }

    public void Delete(string name)
    {
        if (_disk.FileExists(PathOf(name)))
        {
            _disk.DeleteFile(PathOf(name));
        }
    }
}

/// <summary>Writes forward into a disk file.</summary>
internal sealed class DiskStream(IDiskFile file) : Stream
{
    private long _position;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => _position;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        file.Write(buffer, _position);
        _position += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>How an object's bytes are compressed, by the service's names.</summary>
internal static class Compression
{
    private const int BufferBytes = 64 << 10;

    public static string ExtensionOf(string format) => format switch
    {
        "GZIP" => ".gz",
        "ZIP" => ".zip",
        "Snappy" => ".snappy",
        "HADOOP_SNAPPY" => ".hsnappy",
        _ => "",
    };

    /// <summary>A stream whose disposal completes the format and closes the target.</summary>
    public static Stream Wrap(Stream target, string format, string entryName) => format switch
    {
        "GZIP" => new BufferedStream(new GZipStream(target, CompressionLevel.Fastest), BufferBytes),
        "ZIP" => new ZipEntryStream(target, entryName),
        "Snappy" => new BlockStream(target, Snappy.StreamHeader, static data => Snappy.Frame(data)),
        "HADOOP_SNAPPY" => new BlockStream(target, [], static data => Snappy.HadoopBlock(data)),
        _ => new BufferedStream(target, BufferBytes),
    };

    private abstract class WriteOnlyStream : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    /// <summary>An archive of one entry.</summary>
    private sealed class ZipEntryStream : WriteOnlyStream
    {
        private readonly Stream _target;
        private readonly ZipArchive _archive;
        private readonly Stream _entry;

        public ZipEntryStream(Stream target, string entryName)
        {
            _target = target;
            _archive = new(target, ZipArchiveMode.Create, leaveOpen: true);
            _entry = _archive.CreateEntry(entryName, CompressionLevel.Fastest).Open();
        }

        public override void Write(ReadOnlySpan<byte> buffer) => _entry.Write(buffer);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _entry.Dispose();
                _archive.Dispose();
                _target.Dispose();
            }

            base.Dispose(disposing);
        }
    }

    /// <summary>Cuts the bytes into blocks and encodes each.</summary>
    private sealed class BlockStream : WriteOnlyStream
    {
        private readonly Stream _target;
        private readonly Func<ReadOnlySpan<byte>, byte[]> _encode;
        private readonly byte[] _block = new byte[Snappy.BlockBytes];
        private int _length;

        public BlockStream(Stream target, ReadOnlySpan<byte> header, Func<ReadOnlySpan<byte>, byte[]> encode)
        {
            (_target, _encode) = (target, encode);
            target.Write(header);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (!buffer.IsEmpty)
            {
                var part = Math.Min(buffer.Length, _block.Length - _length);
                buffer[..part].CopyTo(_block.AsSpan(_length));
                _length += part;
                buffer = buffer[part..];
                if (_length == _block.Length)
                {
                    Send();
                }
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Send();
                _target.Dispose();
            }

            base.Dispose(disposing);
        }

        private void Send()
        {
            if (_length > 0)
            {
                _target.Write(_encode(_block.AsSpan(0, _length)));
                _length = 0;
            }
        }
    }
}
