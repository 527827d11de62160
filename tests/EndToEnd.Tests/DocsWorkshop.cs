using System.Diagnostics;
using System.Text.RegularExpressions;
using TestKit;

namespace EndToEnd.Tests;

/// <summary>A temporary copy of what a reader of the docs has: the launcher, the project's text files and the programs.</summary>
internal sealed class DocsWorkshop : IAsyncDisposable
{
    private static readonly TimeSpan ReadyMax = TimeSpan.FromMinutes(4);

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];
    private Process? _up;
    private string _port = "5080";

    public DocsWorkshop()
    {
        string built = Path.GetDirectoryName(WallstreetProgram.ExecutablePath())!;
        string programs = Path.GetFullPath(Path.Combine(built, "..", ".."));
        Directory.CreateDirectory(_folder["artifacts/bin/MarketLake"]);
        Directory.CreateSymbolicLink(_folder["artifacts/bin/MarketLake/release"], built);
        File.Copy(Repository.PathOf("wallstreet"), _folder["wallstreet"]);
        foreach (string file in (string[])["apps/MarketLake/appsettings.json", .. TextFiles("apps/MarketLake/models"), .. TextFiles("apps/MarketLake/insight")])
        {
            Write(file, File.ReadAllText(Repository.PathOf(file)));
        }

        // "dotnet run --project samples/NAME -- …" starts the program that the build made, without building again.
        Write("bin/dotnet", $"""
            #!/usr/bin/env bash
            if [ "$1 $2 $4" = "run --project --" ] && [[ $3 == samples/* ]]; then
                name=${"{3#samples/}"}; shift 4; exec "{programs}/$name/{Path.GetFileName(built)}/$name" "$@"
            fi
            PATH=${"{PATH#*:}"} exec dotnet "$@"
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder["bin/dotnet"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Set("PATH", _folder["bin"] + ":" + Environment.GetEnvironmentVariable("PATH"));
        Set("WALLSTREET_NO_BUILD", "1");
        Set("WALLSTREET__WEB__PORT", "0");
    }

    /// <summary>Sets a variable for the commands that follow.</summary>
    public void Set(string name, string value) => _environment[name] = value;

    /// <summary>Does what a page says, block after block.</summary>
    public async Task FollowAsync(DocsPage page, CancellationToken cancellation)
    {
        string output = "";
        foreach (DocsBlock block in page.Blocks)
        {
            if (block is { File: { } file, Creates: true })
            {
                Write(file, block.Text + "\n");
            }
            else if (block.File is { } quoted)
            {
                RequireQuote(block, quoted);
            }
            else if (block.Language == "bash")
            {
                output = await RunAsync(block, cancellation);
            }
            else if (block.Language == "text")
            {
                RequireOutput(block, output);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private static IEnumerable<string> TextFiles(string folder) =>
        Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories)
            .Select(static file => Path.GetRelativePath(Repository.Root, file));

    private void Write(string relative, string text) => _folder.WriteFile(relative, System.Text.Encoding.UTF8.GetBytes(text));

    private static void RequireQuote(DocsBlock block, string file)
    {
        string path = Repository.PathOf(file);
        Assert.True(File.Exists(path), $"{block.Place}: there is no {file}.");
        Assert.True(File.ReadAllText(path).Contains(block.Text, StringComparison.Ordinal), $"{block.Place} is not what {file} holds now.");
    }

    private static void RequireOutput(DocsBlock block, string output)
    {
        string[] printed = [.. output.Split('\n').Select(Squeeze)];
        foreach (string line in block.Text.Split('\n').Select(Squeeze).Where(static line => line.Length > 0 && line != "…"))
        {
            Regex shape = new("^" + Regex.Escape(line).Replace("…", ".*", StringComparison.Ordinal) + "$", RegexOptions.CultureInvariant);
            Assert.True(printed.Any(shape.IsMatch), $"{block.Place} shows\n{line}\nbut the program printed\n{output}");
        }
    }

    private static string Squeeze(string line) => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool IsUp(DocsBlock block) =>
        block.Text == "./wallstreet up" || (block.Text.StartsWith("dotnet run", StringComparison.Ordinal) && block.Text.EndsWith("-- up", StringComparison.Ordinal));

    private async Task<string> RunAsync(DocsBlock block, CancellationToken cancellation)
    {
        if (IsUp(block))
        {
            return await StartAsync(block, cancellation);
        }

        using Process process = Start(block);
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.True(process.ExitCode == 0, $"{block.Place} ended with {process.ExitCode}:\n{block.Text}\n{await output}\n{await errors}");
        return await output + "\n" + await errors;
    }

    private async Task<string> StartAsync(DocsBlock block, CancellationToken cancellation)
    {
        await StopAsync();
        _up = Start(block);
        Task<string> errors = _up.StandardError.ReadToEndAsync(cancellation);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ReadyMax);
        string output = "";
        while (await _up.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            output += line + "\n";
            _port = Regex.Match(line, @"^Listening on \S+:(\d+)") is { Success: true } found ? found.Groups[1].Value : _port;
            if (line.StartsWith("Ready", StringComparison.Ordinal))
            {
                return output;
            }
        }

        Assert.Fail($"{block.Place}: the program ended.\n{output}\n{await errors}");
        return output;
    }

    private async Task StopAsync()
    {
        if (_up is { HasExited: false })
        {
            // As Ctrl+C would; the whole tree after that, should it not listen.
            using Process kill = Process.Start("kill", ["-INT", _up.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
            try
            {
                await _up.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _up.Kill(entireProcessTree: true);
            }
        }

        _up?.Dispose();
        _up = null;
    }

    private Process Start(DocsBlock block)
    {
        // A reader has the usual port; the tests take any that is free.
        string script = block.Text.Replace("localhost:5080", $"localhost:{_port}", StringComparison.Ordinal);
        ProcessStartInfo start = new("bash", ["-euo", "pipefail", "-c", IsUp(block) ? "exec " + script : script])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string name, string value) in _environment)
        {
            start.Environment[name] = value;
        }

        start.Environment.Remove("WALLSTREET__LAKE__URI");
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
