using System.Net;
using Amazon.Runtime;

namespace Wallstreet.Storage.S3;

/// <summary>Says what an error of the SDK or of the network means for the store.</summary>
internal static class S3Errors
{
    /// <summary>Whether the error is one of the SDK's or the network's, and not a cancellation that was asked for.</summary>
    public static bool IsKnown(Exception error, CancellationToken cancellationToken) => error switch
    {
        ObjectStoreException => false,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => error is AmazonServiceException or AmazonClientException or HttpRequestException or IOException
            or TimeoutException,
    };

    /// <summary>Whether an object of the asked key does not exist.</summary>
    public static bool IsNoSuchKey(AmazonServiceException error) =>
        error.StatusCode == HttpStatusCode.NotFound && error.ErrorCode is not "NoSuchBucket";

    public static bool IsExists(AmazonServiceException error) => error.StatusCode == HttpStatusCode.PreconditionFailed;

    /// <summary>Another conditional put of the same key is under way: neither won nor lost.</summary>
    public static bool IsBusy(AmazonServiceException error) => error.StatusCode == HttpStatusCode.Conflict;

    /// <summary>
    /// The server could not read the request and says nothing of S3's about it. That happens when it refused an earlier
    /// request without reading its body and takes the rest for the next one on the connection. Nothing was done.
    /// </summary>
    public static bool IsUnread(AmazonServiceException error) =>
        error.StatusCode == HttpStatusCode.BadRequest && error.ErrorCode is null or "" or "BadRequest";

    /// <summary>Whether the request may have taken effect although it failed: no answer, or a server's failure.</summary>
    public static bool IsUncertain(Exception error) => error is not AmazonServiceException { StatusCode: not 0 } answer
        ? error is not AmazonClientException
        : (int)answer.StatusCode >= 500 || answer.StatusCode == HttpStatusCode.RequestTimeout;

    /// <summary>The error as this store's kind.</summary>
    public static ObjectStoreException Translate(Exception error, S3Bucket bucket, string key) => error switch
    {
        AmazonServiceException { StatusCode: not 0 } answer => TranslateAnswer(answer, bucket, key),
        AmazonServiceException or HttpRequestException or IOException or TimeoutException or OperationCanceledException =>
            new ObjectStoreUnavailableException(
                $"{bucket.Server} did not answer for object '{key}' of bucket '{bucket.Name}': {Innermost(error)} "
                + "Check Storage:S3:Endpoint, the network and the server; a write may have taken effect.", error),
        _ => new ObjectStoreAccessException(
            $"No usable credentials for bucket '{bucket.Name}' at {bucket.Server}: {error.Message} "
            + "Set Storage:S3:AccessKeyRef and SecretKeyRef, or give the SDK's chain a profile, environment or role.", error),
    };

    private static ObjectStoreException TranslateAnswer(AmazonServiceException answer, S3Bucket bucket, string key)
    {
        string said = $"{bucket.Server} answered {(int)answer.StatusCode} {answer.ErrorCode}"
            + $" for object '{key}' of bucket '{bucket.Name}'";
        return ((int)answer.StatusCode, answer.ErrorCode) switch
        {
            (_, "NoSuchBucket") => new ObjectStoreMissingException(
                $"There is no bucket '{bucket.Name}' at {bucket.Server}. Create it, or correct the location.", answer),
            (404, _) => new ObjectNotFoundException(bucket.Location, key, answer),
            (_, "InvalidAccessKeyId") => new ObjectStoreAccessException(
                $"{said}: the server does not know the access key. Check Storage:S3:AccessKeyRef.", answer),
            (_, "SignatureDoesNotMatch") => new ObjectStoreAccessException(
                $"{said}: the secret key does not fit the access key. Check Storage:S3:SecretKeyRef.", answer),
            (_, "RequestTimeTooSkewed") => new ObjectStoreAccessException(
                $"{said}: the clocks of this machine and the server differ too much. Set the clock.", answer),
            (_, "ExpiredToken" or "InvalidToken") => new ObjectStoreAccessException(
                $"{said}: the session token has expired. Renew it.", answer),
            (301 or 307, _) or (_, "AuthorizationHeaderMalformed") => new ObjectStoreFailedException(
                $"{said}: the bucket is in another region. Set Storage:S3:Region.", answer),
            (401 or 403, _) => new ObjectStoreAccessException(
                $"{said}. The credentials are wrong or lack a permission (read, write, list, delete) here.", answer),
            (507, _) or (_, "QuotaExceeded" or "XMinioStorageFull" or "InsufficientStorage") =>
                new ObjectStoreFullException($"{said}: the server or the quota is full.", answer),
            (408 or 429 or >= 500, _) => new ObjectStoreUnavailableException(
                $"{said}, also after retries: {answer.Message} A write may have taken effect.", answer),
            _ => new ObjectStoreFailedException($"{said}: {answer.Message}", answer),
        };
    }

    private static string Innermost(Exception error)
    {
        Exception innermost = error.GetBaseException();
        return innermost.Message.EndsWith('.') ? innermost.Message : innermost.Message + ".";
    }
}
