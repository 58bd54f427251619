using System.IO.Pipelines;
using System.Text;
using Weir.Engines.Databases.MySql;

namespace Weir.Engines.Databases.Tests;

/// <summary>A server that says what a test tells it to, over a stream in memory.</summary>
internal sealed class FakeMySql
{
    public static readonly byte[] Challenge = [.. Enumerable.Range(65, 20).Select(letter => (byte)letter)];

    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();

    public FakeMySql() => Server = new Packets(new Duplex(_toServer.Reader.AsStream(), _toClient.Writer.AsStream()));

    /// <summary>The server's side; its messages are counted with the client's.</summary>
    public Packets Server { get; }

    public Stream Client => new Duplex(_toClient.Reader.AsStream(), _toServer.Writer.AsStream());

    public static byte[] Greeting(string plugin, uint capabilities = 0x80000 | 0x8000 | 0x200) =>
    [
        10, .. Encoding.ASCII.GetBytes("8.4.0"), 0, 1, 0, 0, 0, .. Challenge[..8], 0, (byte)capabilities, (byte)(capabilities >> 8), 45, 2, 0,
        (byte)(capabilities >> 16), (byte)(capabilities >> 24), 21, .. new byte[10], .. Challenge[8..], 0, .. Encoding.ASCII.GetBytes(plugin), 0,
    ];

    public static byte[] Ok { get; } = [0, 0, 0, 2, 0, 0, 0];

    public static byte[] End { get; } = [0xFE, 0, 0, 2, 0];

    public static byte[] Error(int code, string text) => [0xFF, (byte)code, (byte)(code >> 8), .. Encoding.UTF8.GetBytes("#28000" + text)];

    public static byte[] Column(string name, byte type, int charset = 45, int flags = 0)
    {
        var text = Encoding.UTF8.GetBytes(name);
        return [3, .. "def"u8, 0, 0, 0, (byte)text.Length, .. text, 0, 12, (byte)charset, (byte)(charset >> 8), 1, 0, 0, 0, type, (byte)flags, (byte)(flags >> 8), 0, 0, 0];
    }

    public ValueTask SayAsync(byte[] message) => Server.WriteAsync(message, TestContext.Current.CancellationToken);

    public async ValueTask<byte[]> HearAsync() => (await Server.ReadAsync(TestContext.Current.CancellationToken)).ToArray();

    private sealed class Duplex(Stream input, Stream output) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => output.Flush();
        public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);
        public override int Read(byte[] buffer, int offset, int count) => input.Read(buffer, offset, count);
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => input.ReadAsync(buffer, cancellationToken);
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => output.Write(buffer, offset, count);
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => output.WriteAsync(buffer, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            input.Dispose();
            output.Dispose();
            base.Dispose(disposing);
        }
    }
}
