using System.Diagnostics;
using System.Text;
using TestKit;

namespace EndToEnd.Tests;

/// <summary>The real program as a user starts it: the built executable in a process of its own.</summary>
public sealed class WallstreetProgram : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WallstreetProgram(Process process) => _process = process;

    public int ProcessId => _process.Id;

    public Uri Address => _address.Task.IsCompletedSuccessfully
        ? _address.Task.GetAwaiter().GetResult()
        : throw new InvalidOperationException("The program has not said where it listens.");

    public string Output => Locked(_output);

    public string Errors => Locked(_errors);

    public bool HasExited => _process.HasExited;

    /// <summary>Runs a command to its end, in a folder or in that of the tests.</summary>
    public static async Task<ProgramResult> RunAsync(
        string lake,
        IEnumerable<string> arguments,
        CancellationToken cancellation,
        IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null)
    {
        await using WallstreetProgram program = Launch(lake, arguments, environment, folder);
        await program._process.WaitForExitAsync(cancellation);
        program._process.WaitForExit();
        return new ProgramResult(program._process.ExitCode, program.Output, program.Errors);
    }

    /// <summary>Starts <c>up</c> on a free port and returns once it says where it listens.</summary>
    public static async Task<WallstreetProgram> UpAsync(
        string lake, CancellationToken cancellation, IEnumerable<string>? arguments = null, IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null)
    {
        WallstreetProgram program = Launch(lake, ["up", "--port", "0", .. arguments ?? []], environment, folder);
        Task first = await Task.WhenAny(
            program._address.Task, program._process.WaitForExitAsync(cancellation), Task.Delay(StartMax, cancellation));
        if (first != program._address.Task)
        {
            string story = $"The program did not start listening.\n{program.Output}\n{program.Errors}";
            await program.DisposeAsync();
            throw new InvalidOperationException(story);
        }

        return program;
    }

    /// <summary>Waits until the program says that the lake is ready.</summary>
    public async Task ReadyAsync(TimeSpan patience, CancellationToken cancellation)
    {
        Task first = await Task.WhenAny(_ready.Task, _process.WaitForExitAsync(cancellation), Task.Delay(patience, cancellation));
        if (first != _ready.Task)
        {
            throw new InvalidOperationException($"The lake was not ready after {patience}.\n{Output}\n{Errors}");
        }
    }

    /// <summary>Waits for the program to end by itself.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    public static string ExecutablePath()
    {
        // artifacts/bin/EndToEnd.Tests/<configuration>/ lies beside artifacts/bin/MarketLake/<configuration>/.
        DirectoryInfo own = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(own.Parent!.Parent!.FullName, "MarketLake", own.Name, "wallstreet");
    }

    private static WallstreetProgram Launch(
        string lake, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string? folder = null)
    {
        ProcessStartInfo start = new(ExecutablePath())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["WALLSTREET__LAKE__URI"] = lake;
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        Process process = new() { StartInfo = start.WithoutPipes() };
        WallstreetProgram program = new(process);
        process.OutputDataReceived += (_, line) => program.TakeOutput(line.Data);
        process.ErrorDataReceived += (_, line) => Append(program._errors, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return program;
    }

    private void TakeOutput(string? line)
    {
        Append(_output, line);
        const string listening = "Listening on ";
        int at = line?.IndexOf(listening, StringComparison.Ordinal) ?? -1;
        if (at >= 0)
        {
            _address.TrySetResult(new Uri(line![(at + listening.Length)..].Trim()));
        }

        if (line?.StartsWith("Ready", StringComparison.Ordinal) == true)
        {
            _ready.TrySetResult();
        }
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.AppendLine(line);
            }
        }
    }

    private static string Locked(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}

/// <summary>How a command ended.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Errors);
