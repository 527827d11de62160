namespace Wallstreet.Storage;

/// <summary>
/// A flat store of named blocks of bytes: a folder, a bucket, or memory. Keys are relative to <see cref="Location"/>,
/// divided by forward slashes and taken verbatim (a percent sign is a percent sign).
/// </summary>
/// <remarks>
/// Every write is atomic: a reader, in this process or another, sees all of an object or none of it, also when the
/// writer is killed. What a method promises holds once its task has completed; a cancelled or failed write may or may
/// not have taken effect, but never by halves. All members may be called concurrently.
/// Failures are <see cref="ObjectStoreException"/>s of a named type; a key that breaks the rules of
/// <see cref="ObjectKey"/> is an <see cref="InvalidObjectKeyException"/>.
/// </remarks>
public interface IObjectStore
{
    /// <summary>
    /// Where the store is: <c>file:///lake/</c>, <c>memory://name/</c> or <c>s3://bucket/prefix/</c>. Ends with a slash.
    /// </summary>
    Uri Location { get; }

    /// <summary>Writes an object, replacing what was there. The last of several writers wins.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="content">The whole content. It must not change until the task completes.</param>
    /// <param name="cancellationToken">Gives the write up; the object is then the old or the new one.</param>
    ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Writes an object unless there is one. Of any number of concurrent callers exactly one wins.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="content">The whole content. It must not change until the task completes.</param>
    /// <param name="cancellationToken">Gives the write up; the object may still have been written.</param>
    /// <returns>
    /// <see langword="true"/> if this call created the object, also when the store's first answer was lost and the
    /// object was recognised as ours afterwards; <see langword="false"/> if there was one.
    /// </returns>
    ValueTask<bool> TryPutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Writes an object that nothing depends on, unless there is one: as <see cref="TryPutIfAbsentAsync"/>, but a
    /// power cut soon afterwards may take the object, or leave its name with less than its content.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="content">The whole content. It must not change until the task completes.</param>
    /// <param name="cancellationToken">Gives the write up; the object may still have been written.</param>
    /// <returns>Whether this call created the object.</returns>
    ValueTask<bool> TryPutExpendableAsync(
        string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        TryPutIfAbsentAsync(key, content, cancellationToken);

    /// <summary>Writes an object to which only a later <see cref="TryPutIfAbsentAsync"/> will lead, as the data file of a
    /// commit: it is there at once, and the power cut it must survive is one after that call. If it could not be kept, that
    /// call fails. A power cut before may leave its name with less than its content.</summary>
    /// <param name="key">The object's key, which no other writer uses.</param>
    /// <param name="content">The whole content. It must not change until the task completes.</param>
    /// <param name="cancellationToken">Gives the write up; the object may still have been written.</param>
    ValueTask PutAheadAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        PutAsync(key, content, cancellationToken);

    /// <summary>Writes an object from a local file, replacing what was there: the way for large objects.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="localPath">
    /// A complete file that nobody writes to any more. The store may take it over: whether it still exists after the
    /// call is not defined, so delete it if it does.
    /// </param>
    /// <param name="cancellationToken">Gives the write up; the object is then the old or the new one.</param>
    ValueTask PutFileAsync(string key, string localPath, CancellationToken cancellationToken);

    /// <summary>Reads a whole object.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="cancellationToken">Gives the read up.</param>
    /// <returns>The object's content.</returns>
    /// <exception cref="ObjectNotFoundException">There is no such object.</exception>
    ValueTask<byte[]> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Reads a part of an object.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="offset">The first byte, from 0.</param>
    /// <param name="length">How many bytes at most.</param>
    /// <param name="cancellationToken">Gives the read up.</param>
    /// <returns>The bytes; fewer, or none, where the object ends sooner.</returns>
    /// <exception cref="ObjectNotFoundException">There is no such object.</exception>
    ValueTask<byte[]> GetRangeAsync(string key, long offset, int length, CancellationToken cancellationToken);

    /// <summary>Looks an object up without reading it.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="cancellationToken">Gives the look-up up.</param>
    /// <returns>Its size and time; <see langword="null"/> if there is no such object.</returns>
    ValueTask<ObjectHead?> FindHeadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Removes an object. That it does not exist is fine.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="cancellationToken">Gives the removal up; it may still have happened.</param>
    ValueTask DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>
    /// Lists objects, those in "folders" below too, in the order of their keys' UTF-8 bytes
    /// (<see cref="ObjectKey.Order"/>). Unfinished writes are never listed. What others write or delete during the
    /// listing may or may not be seen; everything else is listed exactly once.
    /// </summary>
    /// <param name="prefix">What the keys begin with (<c>_delta_log/0</c>); empty lists everything.</param>
    /// <param name="afterKey">Only keys after this one; it need not exist.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <returns>The objects, read page by page as they are asked for.</returns>
    IAsyncEnumerable<ObjectHead> ListAsync(string prefix, string? afterKey, CancellationToken cancellationToken);

    /// <summary>The path of an object in a store on a file system, whether or not it exists.</summary>
    /// <param name="key">The object's key.</param>
    /// <returns>An absolute path; <see langword="null"/> if the store is not on a file system.</returns>
    string? FindLocalPath(string key);

    /// <summary>Opens another place that this store can reach with what it has: another folder, another prefix of its
    /// bucket. Tables whose files lie elsewhere, such as shallow clones, are read by it.</summary>
    /// <param name="location">The place, as <see cref="Location"/> would say it.</param>
    /// <returns>A store there; <see langword="null"/> if this one cannot reach it.</returns>
    IObjectStore? FindStore(Uri location) => null;
}
