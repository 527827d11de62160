using System.Globalization;
using System.Text;
using Amazon.Runtime;

namespace Wallstreet.Storage.S3;

/// <summary>
/// Proves, once per bucket and before the first write, that of several conditional puts of one key exactly one wins.
/// Some servers ignore the condition or check it without a lock; commits on those would be lost silently.
/// </summary>
#pragma warning disable CA1001 // The semaphore's wait handle is never asked for, so there is nothing to dispose.
internal sealed class ConditionalPutProbe(S3Bucket bucket)
#pragma warning restore CA1001
{
    private const int Writers = 16;
    private const int Races = 2;
    private const int AttemptsMax = 6;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile bool _isProven;
    private volatile string? _fault;

    private enum Outcome
    {
        Won,
        Refused,
        Unknown,
        Unsupported,
    }

    /// <summary>Returns if the server may be written to.</summary>
    /// <param name="prefix">Where the store may write; empty, or ending with a slash.</param>
    /// <param name="cancellationToken">Gives up; the next call begins again.</param>
    /// <exception cref="UnsafeConditionalPutException">It lets several writers win, or none.</exception>
    public async ValueTask EnsureSafeAsync(string prefix, CancellationToken cancellationToken)
    {
        if (_isProven)
        {
            return;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isProven)
            {
                _fault ??= await FindFaultAsync(prefix, cancellationToken).ConfigureAwait(false);
                _isProven = _fault is null ? true : throw Unsafe(_fault);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private UnsafeConditionalPutException Unsafe(string fault) => new(
        $"Writing to bucket '{bucket.Name}' at {bucket.Server} is refused: {fault}. Two writers could both believe that "
        + "they made the same commit, and one would be lost. Use a server or a version of it whose conditional puts "
        + "(If-None-Match: *) are atomic. Reading is not affected.");

    private async ValueTask<string?> FindFaultAsync(string prefix, CancellationToken cancellationToken)
    {
        int proven = 0;
        for (int attempt = 1; attempt <= AttemptsMax && proven < Races; attempt++)
        {
            string key = prefix + ObjectKey.NewUnfinishedName();
            try
            {
                S3Write[] writes = [.. Enumerable.Range(0, Writers).Select(_ => new S3Write(bucket, key))];
                Outcome[] outcomes = await Task.WhenAll(writes.Select(
                    (write, i) => TryAsync(key, write, i, cancellationToken))).ConfigureAwait(false);
                int wins = outcomes.Count(outcome => outcome == Outcome.Won);
                if (wins > 1)
                {
                    return string.Create(
                        CultureInfo.InvariantCulture, $"{wins} of {Writers} writers that raced for one new key won");
                }

                if (outcomes.All(outcome => outcome == Outcome.Unsupported))
                {
                    return "it answers conditional puts with an error, as if it did not know them";
                }

                if (wins == 1)
                {
                    S3Write winner = writes[Array.IndexOf(outcomes, Outcome.Won)];
                    if (await FindFaultAfterRaceAsync(key, winner, cancellationToken).ConfigureAwait(false) is { } fault)
                    {
                        return fault;
                    }

                    proven++;
                    continue;
                }
            }
            finally
            {
                await RemoveAsync(key).ConfigureAwait(false);
            }

            await Backoff.DelayAsync(bucket.Time, attempt, cancellationToken).ConfigureAwait(false);
        }

        return proven == Races
            ? null
            : throw new ObjectStoreUnavailableException(
                $"{bucket.Server} could not show that conditional puts work in bucket '{bucket.Name}': of {Writers} "
                + "writers that raced for one new key none was told that it won. Nothing was written. Try again later.");
    }

    private async ValueTask<string?> FindFaultAfterRaceAsync(
        string key, S3Write winner, CancellationToken cancellationToken)
    {
        if (await TryAsync(key, new S3Write(bucket, key), Writers, cancellationToken).ConfigureAwait(false) == Outcome.Won)
        {
            return "a conditional put replaced an object that was there";
        }

        string? mark = await winner.FindMarkAsync(cancellationToken).ConfigureAwait(false);
        return mark switch
        {
            null => "the object whose writer was told that it won does not exist",
            "" => "the server does not keep an object's metadata, so that a write whose answer was lost could not be told "
                + "from another's",
            _ when mark != winner.Mark => "another writer's object took the place of the one that was told it won",
            _ => null,
        };
    }

    private async Task<Outcome> TryAsync(string key, S3Write write, int number, CancellationToken cancellationToken)
    {
        byte[] content = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"conditional put probe, writer {number}"));
        try
        {
            await write.SendAsync(content, ifAbsent: true, cancellationToken).ConfigureAwait(false);
            return Outcome.Won;
        }
        catch (AmazonServiceException error) when (S3Errors.IsExists(error))
        {
            return Outcome.Refused;
        }
        catch (AmazonServiceException error) when (S3Errors.IsBusy(error) || S3Errors.IsUnread(error))
        {
            return Outcome.Unknown;
        }
        catch (AmazonServiceException error) when ((int)error.StatusCode is 400 or 405 or 501
            && error.ErrorCode is "NotImplemented" or "InvalidRequest" or "InvalidArgument" or "MethodNotAllowed")
        {
            return Outcome.Unsupported;
        }
        catch (Exception error) when (S3Errors.IsKnown(error, cancellationToken))
        {
            throw S3Errors.Translate(error, bucket, key);
        }
    }

    /// <summary>Removes the probe's object; where deleting is not permitted it stays, under a name that is never listed.</summary>
    private async ValueTask RemoveAsync(string key)
    {
        try
        {
            await bucket.Client.DeleteObjectAsync(bucket.Name, key, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (S3Errors.IsKnown(error, CancellationToken.None))
        {
            // What matters was learnt before; why the object stays shows when something else is deleted.
        }
    }
}
