using Weir.Kernel.Core;
using Weir.Kernel.Storage;

namespace Weir.Kernel.Log;

/// <summary>One append-only sequence of records with dense offsets from 0. Safe from any thread.</summary>
/// <remarks>
/// Appends form a batch while the one before is being written; one write and one sync then serve them all.
/// Locks: <c>_gate</c> guards memory and is never held during I/O; <c>_io</c> is held by the one who changes files.
/// </remarks>
public sealed class LogPartition
{
    private readonly CommitLog _log;
    private readonly SegmentFiles _files;
    private readonly LogOptions _options;
    private readonly Lock _gate = new();
    private readonly Lock _io = new();
    private readonly Queue<PendingAppend> _overflow = new();

    private BatchBuilder _forming = new();
    private BatchBuilder _committing = new();
    private List<PendingAppend> _formingWaiters = [];
    private List<PendingAppend> _committingWaiters = [];
    private TaskCompletionSource? _moreRecords;
    private Exception? _stopped;
    private long _endOffset;
    private bool _isScheduled;
    private bool _needsSync;
    private bool _isSyncing;

    internal LogPartition(string name, CommitLog log, SegmentFiles files, LogOptions options)
    {
        (Name, _log, _files, _options) = (name, log, files, options);
        _endOffset = files.Active.NextOffset;
        _forming.Start(_endOffset);
        Reader = new(this, files, options);
    }

    public string Name { get; }

    /// <summary>What opening it had to cut.</summary>
    public LogRecovery Recovery => _files.Recovery;

    public long StartOffset => _files.StartOffset;

    /// <summary>The offset that the next record to become readable will have.</summary>
    public long EndOffset => Volatile.Read(ref _endOffset);

    /// <summary>Bytes on disk.</summary>
    public long Bytes
    {
        get
        {
            var bytes = 0L;
            foreach (var segment in _files.Segments)
            {
                bytes += segment.Bytes;
            }

            return bytes;
        }
    }

    internal LogReader Reader { get; }

    internal Lock Gate => _gate;

    /// <summary>Appends one record; completes when it is durable (strict) or written (relaxed).</summary>
    public ValueTask<LogAppend> AppendAsync(in LogRecord record, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RequireSize(BatchBuilder.SizeMax(record));
        var pending = PendingAppend.Rent();
        pending.Single = record;
        return Enqueue(pending);
    }

    /// <summary>Appends records next to each other, all or none. The memory must not change until completion.</summary>
    public ValueTask<LogAppend> AppendAsync(ReadOnlyMemory<LogRecord> records, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (records.IsEmpty)
        {
            throw new ArgumentException("an append has at least one record", nameof(records));
        }

        RequireSize(SizeMax(records.Span));
        var pending = PendingAppend.Rent();
        (pending.Many, pending.IsMany) = (records, true);
        return Enqueue(pending);
    }

    /// <summary>Whole batches from the one that holds <paramref name="offset"/> on: about <paramref name="bytesMax"/>, at least one batch.</summary>
    /// <remarks>Empty at the end. Below the start or above the end throws <see cref="LogOffsetOutOfRangeException"/>.</remarks>
    public LogRead Read(long offset, int bytesMax) => Reader.Read(offset, bytesMax);

    /// <summary>Waits until the record at <paramref name="offset"/> can be read; false when the time is over first.</summary>
    public async ValueTask<bool> WaitAsync(long offset, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Task more;
        lock (_gate)
        {
            if (_endOffset > offset)
            {
                return true;
            }

            if (_stopped is not null)
            {
                throw Failure(_stopped);
            }

            more = (_moreRecords ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        var remaining = timeout;
        while (true)
        {
            var started = _log.Clock.GetTimestamp();
            try
            {
                await more.WaitAsync(remaining, _log.Clock, cancellationToken);
            }
            catch (TimeoutException)
            {
                return EndOffset > offset;
            }

            lock (_gate)
            {
                if (_endOffset > offset)
                {
                    return true;
                }

                more = (_moreRecords ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            if (remaining != Timeout.InfiniteTimeSpan)
            {
                remaining -= _log.Clock.GetElapsedTime(started);
                if (remaining <= TimeSpan.Zero)
                {
                    return false;
                }
            }
        }
    }

    /// <summary>The offset of the first record that is not older than the time; the end when there is none.</summary>
    public long FindOffset(long timestampMs) => Reader.FindOffset(timestampMs);

    /// <summary>Makes records below an offset unreadable and frees the segments that held nothing else.</summary>
    public void TrimTo(long offset)
    {
        lock (_io)
        {
            var start = Math.Min(offset, EndOffset);
            if (start <= StartOffset || _stopped is not null)
            {
                return;
            }

            if (_options.Durability == Durability.Relaxed)
            {
                SyncActive(); // the start must not become durable before the records it lies behind
            }

            _files.Delete(_files.MoveStart(start));
        }
    }

    public void TrimOlderThan(long timestampMs) => TrimTo(FindOffset(timestampMs));

    /// <summary>Frees whole segments, oldest first, until at most so many bytes are left (the active segment always stays).</summary>
    public void TrimToBytes(long bytesMax)
    {
        var (excess, offset) = (Bytes - bytesMax, StartOffset);
        foreach (var segment in _files.Segments[..^1])
        {
            if (excess <= 0)
            {
                break;
            }

            excess -= segment.Bytes;
            offset = segment.NextOffset;
        }

        TrimTo(offset);
    }

    /// <summary>Writes what waits as one batch, syncs, and wakes who waited. One thread at a time per partition.</summary>
    /// <returns>True when there is more to do.</returns>
    internal bool Commit()
    {
        lock (_io)
        {
            lock (_gate)
            {
                if (_stopped is not null || (_forming.Count == 0 && !_needsSync))
                {
                    _isScheduled = false;
                    return false;
                }

                (_forming, _committing) = (_committing, _forming);
                (_formingWaiters, _committingWaiters) = (_committingWaiters, _formingWaiters);
                _forming.Start(_committing.Count == 0 ? _committing.BaseOffset : _committing.NextOffset);
                AdmitOverflow();
            }

            try
            {
                WriteBatch();
            }
            catch (IOException failure) when (!_isSyncing && DurableFiles.IsDiskFull(failure))
            {
                Refuse(failure);
            }
            catch (Exception failure) when (failure is not System.Diagnostics.UnreachableException)
            {
                Stop(failure);
                return false;
            }
        }

        lock (_gate)
        {
            _isScheduled = _forming.Count > 0 || _needsSync;
            return _isScheduled;
        }
    }

    /// <summary>The relaxed mode's timer: asks the commit thread for a sync.</summary>
    internal void RequestSync()
    {
        lock (_gate)
        {
            _needsSync = true;
            Schedule();
        }
    }

    /// <summary>No append is accepted after this; those that wait fail.</summary>
    internal void Stop(Exception cause)
    {
        TaskCompletionSource? readers;
        List<PendingAppend> waiters;
        lock (_gate)
        {
            _stopped ??= cause;
            _isScheduled = false;
            waiters = [.. _committingWaiters, .. _formingWaiters, .. _overflow];
            _committingWaiters.Clear();
            _formingWaiters.Clear();
            _overflow.Clear();
            (readers, _moreRecords) = (_moreRecords, null);
        }

        foreach (var waiter in waiters)
        {
            waiter.Fail(Failure(cause));
        }

        readers?.TrySetException(Failure(cause));
        if (cause is not (LogDeletedException or ObjectDisposedException))
        {
            _log.ReportStopped(this, cause);
        }
    }

    /// <summary>Commits what waits, syncs, and leaves an index so that the next open is quick.</summary>
    internal void Close()
    {
        while (Commit())
        {
        }

        lock (_io)
        {
            if (_stopped is null)
            {
                SyncActive();
                _files.WriteActiveIndex();
            }

            _files.ForgetFiles();
            Stop(new ObjectDisposedException(Name));
        }
    }

    internal void MarkDeleted()
    {
        lock (_io)
        {
            Stop(new LogDeletedException(Name));
            _files.ForgetFiles();
        }
    }

    /// <summary>The disk is full and nothing was promised: all that waits fails, and later appends may succeed again.</summary>
    private void Refuse(IOException cause)
    {
        _files.DropUnpublished();
        List<PendingAppend> waiters;
        lock (_gate)
        {
            waiters = [.. _committingWaiters, .. _formingWaiters, .. _overflow];
            _committingWaiters.Clear();
            _formingWaiters.Clear();
            _overflow.Clear();
            _forming.Start(_endOffset);
        }

        foreach (var waiter in waiters)
        {
            waiter.Fail(new IOException($"log partition {Name} cannot grow: {cause.Message}", cause));
        }

        _log.ReportRefused(this, cause);
    }

    private static long SizeMax(ReadOnlySpan<LogRecord> records)
    {
        var size = 0L;
        foreach (ref readonly var record in records)
        {
            size += BatchBuilder.SizeMax(record);
        }

        return size;
    }

    private void RequireSize(long bytes)
    {
        if (bytes > _options.BatchBytesMax - BatchHeader.Size)
        {
            throw new ArgumentException($"an append of up to {bytes} bytes is larger than {_options.BatchBytesMax}");
        }
    }

    private ValueTask<LogAppend> Enqueue(PendingAppend pending)
    {
        var task = pending.Task;
        lock (_gate)
        {
            if (_stopped is not null)
            {
                throw Failure(_stopped);
            }

            if (_overflow.Count > 0 || !TryAdmit(pending))
            {
                _overflow.Enqueue(pending);
            }

            Schedule();
        }

        return task;
    }

    private void Schedule()
    {
        if (!_isScheduled && _stopped is null)
        {
            _isScheduled = true;
            _log.Schedule(this);
        }
    }

    private void AdmitOverflow()
    {
        while (_overflow.TryPeek(out var next) && TryAdmit(next))
        {
            _overflow.Dequeue();
        }
    }

    /// <summary>Puts the records into the forming batch, unless it is full.</summary>
    private bool TryAdmit(PendingAppend pending)
    {
        var size = pending.IsMany ? SizeMax(pending.Many.Span) : BatchBuilder.SizeMax(pending.Single);
        if (_forming.Count > 0 && _forming.Length + size > _options.BatchBytes)
        {
            return false;
        }

        var now = _log.NowMs();
        pending.Result = new(_forming.NextOffset, now);
        if (pending.IsMany)
        {
            foreach (ref readonly var record in pending.Many.Span)
            {
                _forming.Add(record, record.TimestampMs ?? now);
            }
        }
        else
        {
            _forming.Add(pending.Single, pending.Single.TimestampMs ?? now);
        }

        _formingWaiters.Add(pending);
        return true;
    }

    private void WriteBatch()
    {
        var relaxed = _options.Durability == Durability.Relaxed;
        if (_committing.Count > 0)
        {
            var batch = _committing.Seal();
            if (_files.Active.Bytes > 0 && _files.Active.Bytes + batch.Length > _options.SegmentBytes)
            {
                if (relaxed)
                {
                    SyncActive();
                }

                _files.Roll();
            }

            FaultPoints.Hit("log.before-write");
            using var lease = _files.Write(batch);
            FaultPoints.Hit("log.after-write");
            if (!relaxed)
            {
                Sync(lease.File);
            }

            Publish(batch.Length);
        }

        if (relaxed)
        {
            SyncLater();
        }
    }

    private void SyncActive()
    {
        using var lease = _files.OpenForRead(_files.Active);
        Sync(lease.File);
    }

    private void Sync(IDiskFile file)
    {
        _isSyncing = true; // stays set when it fails: then not even a full disk is harmless
        file.Sync();
        _isSyncing = false;
        FaultPoints.Hit("log.after-sync");
    }

    private void SyncLater()
    {
        bool isDue;
        lock (_gate)
        {
            (isDue, _needsSync) = (_needsSync, false);
        }

        if (isDue)
        {
            SyncActive();
        }
        else
        {
            _log.SyncLater(this);
        }
    }

    private void Publish(int bytes)
    {
        TaskCompletionSource? readers;
        lock (_gate)
        {
            _files.Publish(_committing.BaseOffset, _committing.NextOffset, bytes, _committing.MaxTimestampMs);
            Volatile.Write(ref _endOffset, _committing.NextOffset);
            (readers, _moreRecords) = (_moreRecords, null);
        }

        readers?.TrySetResult();
        foreach (var waiter in _committingWaiters)
        {
            waiter.Succeed();
        }

        _committingWaiters.Clear();
        _committing.Shrink();
    }

    private Exception Failure(Exception cause) => cause switch
    {
        LogDeletedException or ObjectDisposedException => cause,
        _ => new LogStoppedException(Name, cause),
    };
}
