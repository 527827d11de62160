using System.Globalization;

namespace Wallstreet.Hosting;

/// <summary>
/// Keeps a second <c>up</c> off a lake: two daemons would tick every schedule twice. It is a lock of the operating system
/// on a file beside the metadata store, so it ends with the process, however that ends. Commands do not take it.
/// </summary>
internal sealed class LakeLock : IDisposable
{
    private const string LockName = "up.lock";
    private const string HolderName = "up.holder";

    private readonly FileStream _file;
    private readonly string _holder;

    private LakeLock(FileStream file, string holder)
    {
        _file = file;
        _holder = holder;
    }

    /// <summary>Takes the lock.</summary>
    /// <param name="metadataPath">The file of the metadata store.</param>
    /// <param name="lake">The lake, for the error.</param>
    /// <exception cref="LakeInUseException">Another program has it, or it cannot be taken.</exception>
    public static LakeLock Take(string metadataPath, string lake)
    {
        string folder = Path.GetDirectoryName(metadataPath)!;
        string holder = Path.Combine(folder, HolderName);
        try
        {
            Directory.CreateDirectory(folder);
            FileStream file = new(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new LakeLock(file, holder);
        }
        catch (IOException error) when (IsWritable(folder))
        {
            throw new LakeInUseException(
                $"The lake {lake} is already served by {Describe(holder)}. Open that one, stop it, or choose another lake: --lake URI.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LakeInUseException(
                $"The program cannot write to {folder}, where it keeps the runs of the lake {lake}: {error.Message} "
                + "Make the folder writable, or keep the runs elsewhere: WALLSTREET__METADATA__PATH=/a/writable/place/metadata.db.", error);
        }
    }

    /// <summary>Says where the holder listens, for the error that a second program gets.</summary>
    public void Tell(Uri address) =>
        File.WriteAllText(_holder, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} at {address}"));

    public void Dispose()
    {
        File.Delete(_holder);
        _file.Dispose();
    }

    private static string Describe(string holder)
    {
        try
        {
            return File.Exists(holder) ? File.ReadAllText(holder) : "another program";
        }
        catch (IOException)
        {
            return "another program";
        }
    }

    // A lock that another holds and a folder that refuses files are both I/O errors; a file of our own tells them apart.
    private static bool IsWritable(string folder)
    {
        try
        {
            using FileStream probe = new(
                Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
