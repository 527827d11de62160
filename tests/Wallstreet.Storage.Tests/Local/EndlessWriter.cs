using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using TestKit;
using Wallstreet.Storage.Local;

namespace Wallstreet.Storage.Tests.Local;

/// <summary>A process of its own that writes objects of one repeated byte until it is killed.</summary>
internal static class EndlessWriter
{
    public const int SizeBytes = 4 << 20;

    private const string FolderVariable = "WALLSTREET_TEST_ENDLESS_WRITER";

    public static Process Start(string folder)
    {
        ProcessStartInfo start = new("dotnet", ["exec", typeof(EndlessWriter).Assembly.Location])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[FolderVariable] = folder;
        return Process.Start(start.WithoutPipes())!;
    }

    /// <summary>This assembly is also the program of the writer: in its process no test ever runs.</summary>
#pragma warning disable CA2255 // The tests' entry point is generated, so this is the place to step in before it.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Run()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { } folder)
        {
            WriteAsync(folder).GetAwaiter().GetResult();
        }
    }

    private static async Task WriteAsync(string folder)
    {
        LocalObjectStore store = new(folder, new LocalOptions { Durability = LocalDurability.Process });
        // Beside the store, since the killed process removes nothing.
        string staged = folder + ".staged";
        byte[] content = new byte[SizeBytes];
        Console.WriteLine("writing");
        for (int i = 0; ; i++)
        {
            Array.Fill(content, unchecked((byte)i));
            string name = string.Create(CultureInfo.InvariantCulture, $"{i % 10}");
            await store.PutAsync("replaced/" + name, content, CancellationToken.None);
            await store.DeleteAsync("created/" + name, CancellationToken.None);
            await store.TryPutIfAbsentAsync("created/" + name, content, CancellationToken.None);
            await File.WriteAllBytesAsync(staged, content, CancellationToken.None);
            await store.PutFileAsync("files/" + name, staged, CancellationToken.None);
        }
    }
}
