using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Domain;

/// <summary>Counts what runs now, against the account's limit and functions' reservations. Safe from any thread; forgets at a stop.</summary>
internal sealed class ConcurrencyGate
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string Region), int> _unreserved = [];

    /// <summary>Dispose the answer when the invocation has ended; throws when there is no room.</summary>
    public IDisposable Enter(FunctionState function)
    {
        lock (_lock)
        {
            var place = (function.Account, function.Region);
            if (function.ReservedConcurrency is { } reserved)
            {
                if (_running.GetValueOrDefault(function.Id) >= reserved)
                {
                    throw LambdaErrors.TooManyRequests("ReservedFunctionConcurrentInvocationLimitExceeded");
                }
            }
            else if (_unreserved.GetValueOrDefault(place) >= LambdaLimits.ConcurrencyMax)
            {
                throw LambdaErrors.TooManyRequests("ConcurrentInvocationLimitExceeded");
            }
            else
            {
                _unreserved[place] = _unreserved.GetValueOrDefault(place) + 1;
            }

            _running[function.Id] = _running.GetValueOrDefault(function.Id) + 1;
            return new Entry(this, function);
        }
    }

    private void Leave(FunctionState function)
    {
        lock (_lock)
        {
            if (--_running[function.Id] == 0)
            {
                _running.Remove(function.Id);
            }

            // By the state at entry: a reservation made meanwhile changes nothing of what this one counted.
            if (function.ReservedConcurrency is null && --_unreserved[(function.Account, function.Region)] == 0)
            {
                _unreserved.Remove((function.Account, function.Region));
            }
        }
    }

    private sealed class Entry(ConcurrencyGate gate, FunctionState function) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
            {
                gate.Leave(function);
            }
        }
    }
}
