using System.Diagnostics;
using TestKit;
using Wallstreet.Storage.Local;

namespace Wallstreet.Storage.Tests.Local;

public sealed class LocalObjectStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Leftovers_of_killed_writers_are_never_listed_and_can_be_removed()
    {
        LocalObjectStore store = new(_folder.Path);
        string leftover = ObjectKey.NewUnfinishedName();
        _folder.WriteFile($"log/{leftover}", [1, 2, 3]);
        await store.PutAsync("log/0.json", new byte[] { 1 }, Cancellation);

        List<ObjectHead> listed = await store.ListAsync("", null, Cancellation).ToListAsync(Cancellation);
        await Assert.ThrowsAsync<InvalidObjectKeyException>(
            async () => await store.GetAsync($"log/{leftover}", Cancellation));
        int spared = store.RemoveUnfinished(TimeProvider.System.GetUtcNow().AddHours(-1), Cancellation);
        int removed = store.RemoveUnfinished(TimeProvider.System.GetUtcNow().AddHours(1), Cancellation);

        Assert.Equal(["log/0.json"], listed.Select(head => head.Key));
        Assert.Equal((0, 1), (spared, removed));
        Assert.Equal([_folder["log/0.json"]], Directory.GetFiles(_folder["log"]));
    }

    [Theory]
    [InlineData(LocalDurability.Process)]
    [InlineData(LocalDurability.Content)]
    [InlineData(LocalDurability.Full)]
    public async Task Every_durability_writes_replaces_creates_and_leaves_nothing_else(LocalDurability durability)
    {
        LocalObjectStore store = new(_folder.Path, new LocalOptions { Durability = durability });
        string staged = _folder.WriteFile("staging/file", [3]);

        await store.PutAsync("d/put", new byte[] { 0 }, Cancellation);
        await store.PutAsync("d/put", new byte[] { 1 }, Cancellation);
        Assert.True(await store.TryPutIfAbsentAsync("d/created", new byte[] { 2 }, Cancellation));
        Assert.False(await store.TryPutIfAbsentAsync("d/created", new byte[] { 9 }, Cancellation));
        await store.PutFileAsync("d/file", staged, Cancellation);

        Assert.Equal(["created", "file", "put"], Directory.GetFileSystemEntries(_folder["d"]).Select(Path.GetFileName).Order());
        Assert.Equal([1], await File.ReadAllBytesAsync(_folder["d/put"], Cancellation));
        Assert.Equal([2], await File.ReadAllBytesAsync(_folder["d/created"], Cancellation));
        Assert.Equal([3], await File.ReadAllBytesAsync(_folder["d/file"], Cancellation));
    }

    [Fact]
    public async Task Writers_that_meet_in_a_folder_that_is_not_there_yet_all_succeed()
    {
        LocalObjectStore store = new(_folder.Path, new LocalOptions { Durability = LocalDurability.Process });
        for (int round = 0; round < 300; round++)
        {
            using Barrier start = new(4);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(Cancellation);
                    return store.TryPutExpendableAsync($"{round}/{writer}", new byte[] { 1 }, Cancellation).AsTask();
                },
                Cancellation,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap()));

            Assert.Equal(4, Directory.GetFiles(_folder[$"{round}"]).Length);
        }
    }

    [Fact]
    public async Task A_file_already_in_its_place_stays_there()
    {
        LocalObjectStore store = new(_folder.Path);
        string path = _folder.WriteFile("data/part.parquet", [1, 2, 3]);

        await store.PutFileAsync("data/part.parquet", path, Cancellation);

        Assert.Equal([1, 2, 3], await store.GetAsync("data/part.parquet", Cancellation));
    }

    [Fact]
    public async Task A_file_from_another_file_system_is_copied_and_appears_whole()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "There is no second file system at /dev/shm.");
        LocalObjectStore store = new(_folder.Path);
        string source = Path.Join("/dev/shm", Path.GetRandomFileName());
        await File.WriteAllBytesAsync(source, new byte[3_000_000], Cancellation);
        try
        {
            await store.PutFileAsync("data/part.parquet", source, Cancellation);
        }
        finally
        {
            File.Delete(source);
        }

        Assert.Equal(3_000_000, (await store.FindHeadAsync("data/part.parquet", Cancellation))?.SizeBytes);
        Assert.Single(Directory.GetFiles(_folder["data"]));
    }

    [Fact]
    public async Task A_missing_file_to_put_is_an_error_that_names_it()
    {
        LocalObjectStore store = new(_folder.Path);

        FileNotFoundException error = await Assert.ThrowsAsync<FileNotFoundException>(
            async () => await store.PutFileAsync("data/part.parquet", _folder["staged"], Cancellation));

        Assert.Contains(_folder["staged"], error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["data"]));
    }

    [Fact]
    public async Task An_object_below_another_object_is_refused_with_the_reason()
    {
        LocalObjectStore store = new(_folder.Path);
        await store.PutAsync("a", new byte[] { 1 }, Cancellation);
        await store.PutAsync("b/c", new byte[] { 1 }, Cancellation);

        await Assert.ThrowsAsync<ObjectStoreFailedException>(
            async () => await store.PutAsync("a/b", new byte[] { 2 }, Cancellation));
        ObjectStoreException error = await Assert.ThrowsAnyAsync<ObjectStoreException>(
            async () => await store.PutAsync("b", new byte[] { 2 }, Cancellation));

        Assert.Contains("'b'", error.Message, StringComparison.Ordinal);
        Assert.Equal([1], await store.GetAsync("b/c", Cancellation));
    }

    [Fact]
    public async Task A_full_disk_is_a_named_error_and_leaves_nothing_visible()
    {
        using SmallFileSystem disk = SmallFileSystem.Mount(_folder["disk"], "size=1m");
        LocalObjectStore store = new(disk.Path);
        await store.PutAsync("before", new byte[100_000], Cancellation);
        string large = _folder.WriteFile("large", new byte[3_000_000]);

        ObjectStoreFullException error = await Assert.ThrowsAsync<ObjectStoreFullException>(
            async () => await store.PutAsync("a/large", new byte[3_000_000], Cancellation));
        await Assert.ThrowsAsync<ObjectStoreFullException>(
            async () => await store.TryPutIfAbsentAsync("a/created", new byte[3_000_000], Cancellation));
        await Assert.ThrowsAsync<ObjectStoreFullException>(
            async () => await store.PutFileAsync("a/file", large, Cancellation));
        await Assert.ThrowsAsync<ObjectStoreFullException>(
            async () => await store.PutAsync("before", new byte[3_000_000], Cancellation));

        Assert.Contains("a/large", error.Message, StringComparison.Ordinal);
        Assert.Contains("Free space", error.Message, StringComparison.Ordinal);
        Assert.Equal(["before"], await store.ListAsync("", null, Cancellation).Select(head => head.Key).ToListAsync(Cancellation));
        Assert.Equal(100_000, (await store.GetAsync("before", Cancellation)).Length);
        Assert.Equal([disk.Path + "/before"], Directory.GetFiles(disk.Path, "*", SearchOption.AllDirectories));
        await store.PutAsync("small", new byte[10], Cancellation);
    }

    [Fact]
    public async Task A_read_only_file_system_is_a_named_error_and_can_be_read()
    {
        using SmallFileSystem disk = SmallFileSystem.Mount(_folder["disk"], "size=1m");
        LocalObjectStore store = new(disk.Path);
        await store.PutAsync("before", new byte[] { 1 }, Cancellation);
        disk.MakeReadOnly();

        ObjectStoreAccessException error = await Assert.ThrowsAsync<ObjectStoreAccessException>(
            async () => await store.PutAsync("after", new byte[] { 2 }, Cancellation));
        await Assert.ThrowsAsync<ObjectStoreAccessException>(
            async () => await store.TryPutIfAbsentAsync("new/folder/x", new byte[] { 2 }, Cancellation));
        await Assert.ThrowsAsync<ObjectStoreAccessException>(async () => await store.DeleteAsync("before", Cancellation));

        Assert.Contains("read-only", error.Message, StringComparison.Ordinal);
        Assert.Equal([1], await store.GetAsync("before", Cancellation));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_folder_without_write_permission_is_a_named_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Permissions do not bind root.");
        LocalObjectStore store = new(_folder["lake"]);
        await store.PutAsync("before", new byte[] { 1 }, Cancellation);
        File.SetUnixFileMode(_folder["lake"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            ObjectStoreAccessException error = await Assert.ThrowsAsync<ObjectStoreAccessException>(
                async () => await store.PutAsync("after", new byte[] { 2 }, Cancellation));
            Assert.Contains("permission", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(_folder["lake"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task A_process_killed_while_it_writes_leaves_only_whole_objects()
    {
        LocalObjectStore store = new(_folder["lake"]);
        Random random = new(20_240_102);
        int seen = 0;
        for (int round = 0; round < 8; round++)
        {
            using Process writer = EndlessWriter.Start(_folder["lake"]);
            Assert.Equal("writing", await writer.StandardOutput.ReadLineAsync(Cancellation));
            await Task.Delay(random.Next(5, 120), Cancellation);
            writer.Kill();
            await writer.WaitForExitAsync(Cancellation);

            await foreach (ObjectHead head in store.ListAsync("", null, Cancellation))
            {
                byte[] content = await store.GetAsync(head.Key, Cancellation);
                Assert.Equal(EndlessWriter.SizeBytes, content.Length);
                Assert.Equal(-1, content.AsSpan().IndexOfAnyExcept(content[0]));
                seen++;
            }
        }

        Assert.True(seen > 0, "The writers were killed before they wrote anything.");
        store.RemoveUnfinished(TimeProvider.System.GetUtcNow().AddHours(1), Cancellation);
        Assert.All(
            Directory.GetFiles(_folder["lake"], "*", SearchOption.AllDirectories),
            path => Assert.Equal(EndlessWriter.SizeBytes, new FileInfo(path).Length));
    }
}
