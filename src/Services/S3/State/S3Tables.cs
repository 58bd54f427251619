using System.Buffers.Binary;
using System.Globalization;
using Weir.Kernel.State;
using Weir.Services.S3.Domain;

namespace Weir.Services.S3.State;

/// <summary>Everything S3 remembers, and the keys it is remembered under.</summary>
internal static class S3Tables
{
    /// <summary>bucket → bucket.</summary>
    public static readonly StateTable<BucketState> Buckets = new("s3_buckets", S3Json.Default.BucketState);

    /// <summary>bucket, key → object, in the order S3 lists.</summary>
    public static readonly StateTable<ObjectState> Objects = new("s3_objects", S3Json.Default.ObjectState);

    /// <summary>bucket, key → the parts of an object that has them.</summary>
    public static readonly StateTable<PartsState> ObjectParts = new("s3_object_parts", S3Json.Default.PartsState);

    /// <summary>bucket, key and upload id → upload: by key, then by time, since ids begin with the time.</summary>
    public static readonly StateTable<UploadState> Uploads = new("s3_uploads", S3Json.Default.UploadState);

    /// <summary>upload id, part number (5 digits) → part.</summary>
    public static readonly StateTable<PartState> Parts = new("s3_parts", S3Json.Default.PartState);

    /// <summary>destination, sequence, number of the rule → event not yet delivered.</summary>
    public static readonly StateTable<EventState> Events = new("s3_events", S3Json.Default.EventState);

    private static readonly Keyspace Counters = new("s3_counters");
    private static readonly StateKey SequencerKey = StateKey.Of("sequencer");

    public static StateKey Bucket(string bucket) => StateKey.Of(bucket);

    public static StateKey Object(string bucket, string key) => StateKey.Of(bucket, key);

    public static StateKey Upload(string bucket, string key, string uploadId) => StateKey.Of(bucket, UploadKeys.Join(key, uploadId));

    public static StateKey Part(string uploadId, int number) =>
        StateKey.Of(uploadId, number.ToString("D5", CultureInfo.InvariantCulture));

    public static int PartNumber(StateKey key) => int.Parse(key.Parts(2)[1], CultureInfo.InvariantCulture);

    public static StateKey Event(string destination, long sequence, int rule) => StateKey.Of(
        destination, sequence.ToString("x16", CultureInfo.InvariantCulture), rule.ToString("D3", CultureInfo.InvariantCulture));

    /// <summary>The next number of the order in which objects change: the time in ticks, or one more than the last.</summary>
    public static long NextSequence(IStateWriter state, DateTimeOffset now)
    {
        var last = state.Get(Counters, SequencerKey) is { } bytes ? BinaryPrimitives.ReadInt64BigEndian(bytes) : 0;
        var next = Math.Max(last + 1, now.UtcTicks);
        Span<byte> value = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(value, next);
        state.Put(Counters, SequencerKey, value);
        return next;
    }
}
