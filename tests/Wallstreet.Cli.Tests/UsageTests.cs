using System.CommandLine;
using TestKit;
using Wallstreet.Cli.Output;

namespace Wallstreet.Cli.Tests;

public sealed class UsageTests : IDisposable
{
    private readonly TestProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("nonsense")]
    [InlineData("table", "nonsense")]
    [InlineData("up", "--port", "many")]
    [InlineData("sql", "SELECT 1", "--known-at", "yesterday")]
    [InlineData("sql", "SELECT 1", "--limit", "0")]
    [InlineData("sql", "SELECT 1", "--output", "rows.txt")]
    [InlineData("sql", "SELECT 1", "--known-at", "1.5")]
    [InlineData("table", "show", "silver.bars", "--version", "-1")]
    [InlineData("table", "show", "silver.bars", "--version", "new")]
    [InlineData("table", "show", " ")]
    [InlineData("table", "clone", "silver.bars", "")]
    [InlineData("sql", "SELECT 1", "--limit", "many")]
    [InlineData("table", "history", "silver.bars", "--limit", "0")]
    [InlineData("table", "restore", "silver.bars")]
    [InlineData("table", "restore", "silver.bars", "--version", "1", "--timestamp", "2024-05-01")]
    [InlineData("table", "clone", "silver.bars", "silver.copy", "--timestamp", "12")]
    [InlineData("table", "cluster", "silver.bars")]
    [InlineData("table", "checkpoint", "silver.bars", "--compact", "9..2")]
    [InlineData("table", "optimize", "silver.bars", "--target-size", "few")]
    [InlineData("table", "vacuum", "silver.bars", "--retain", "soon")]
    [InlineData("materialize", "*", "--tag", "no-sign")]
    [InlineData("materialize", "*", "--partition", "a", "--partitions", "a..b")]
    [InlineData("materialize", "*", "--launcher", "cloud")]
    [InlineData("runs", "list", "--status", "happy")]
    [InlineData("runs", "show", "Not An Id")]
    public async Task Wrong_usage_has_exit_code_2_and_is_told_on_standard_error(params string[] arguments)
    {
        ProgramResult result = await _program.RunAsync(arguments);

        Assert.Equal(ExitCodes.WrongUsage, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.StartsWith("wallstreet: ", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backfill", "create", "gold/*", "--partitions", "a..b")]
    [InlineData("sensors", "list")]
    [InlineData("notebook", "run", "x.ipynb", "--param", "k=v")]
    [InlineData("experiments")]
    [InlineData("models", "list")]
    [InlineData("reproduce", "abc")]
    [InlineData("dashboards", "render", "market-overview", "--output", "x.pdf")]
    [InlineData("materialize", "*", "--launcher", "kubernetes")]
    public async Task What_is_not_built_yet_says_so_in_one_line_with_exit_code_1(params string[] arguments)
    {
        ProgramResult result = await _program.RunAsync(arguments);

        Assert.Equal(ExitCodes.Failure, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains("not yet in this version", result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task Up_takes_its_options_to_the_program()
    {
        ProgramResult result = await _program.RunAsync("up", "--port", "0", "--address", "0.0.0.0", "--token-ref", "env:T", "--no-demo");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(new Hosting.UpRequest(0, "0.0.0.0", "env:T", BuildDemo: false), _program.UpCalledWith);
    }

    [Fact]
    public async Task A_worker_is_told_its_step()
    {
        Assert.Equal(0, (await _program.RunAsync("worker", "--run", "abc", "--step", "silver/bars[2020-01-02]", "--attempt", "2")).ExitCode);

        Assert.Equal(new Hosting.WorkerRequest("abc", "silver/bars[2020-01-02]", 2), _program.WorkerCalledWith);
    }

    [Fact]
    public async Task Help_describes_a_command_and_ends_with_examples()
    {
        ProgramResult result = await _program.RunAsync("materialize", "--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("--partitions", result.Output, StringComparison.Ordinal);
        Assert.Contains("wallstreet materialize \"gold/*\" --dry-run", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_group_of_commands_has_at_least_two_examples_and_every_command_and_option_a_description()
    {
        RootCommand root = WallstreetCommandLine.Build(_program, Terminal.OfProcess);
        foreach (Command command in All(root))
        {
            Assert.False(string.IsNullOrWhiteSpace(command.Description), command.Name);
            Assert.All(command.Options.Where(static o => !o.Hidden), o => Assert.False(string.IsNullOrWhiteSpace(o.Description), o.Name));
            Assert.All(command.Arguments.Where(static a => !a.Hidden), a => Assert.False(string.IsNullOrWhiteSpace(a.Description), a.Name));
        }

        foreach (Command group in root.Subcommands.Where(static c => !c.Hidden))
        {
            string help = (await _program.RunAsync(group.Name, "--help")).Output;
            Assert.True(help.Split('\n').Count(static line => line.StartsWith("  wallstreet ", StringComparison.Ordinal) && !line.Contains('[', StringComparison.Ordinal)) >= 2, help);
        }
    }

    [Fact]
    public void The_reference_page_names_every_command_and_every_option()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "cli.md"));

        foreach ((string path, Command command) in Paths(WallstreetCommandLine.Build(_program, Terminal.OfProcess), ""))
        {
            Assert.Contains($"`{path}", page, StringComparison.Ordinal);
            Assert.All(command.Options.Where(static o => !o.Hidden), o => Assert.Contains(o.Name, page, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("wallstreet tab", "table")]
    [InlineData("wallstreet runs re", "retry")]
    public async Task Shells_get_completions(string typed, string expected)
    {
        // The first word is dropped by name only when it is that of the executable, which under test it is not.
        string line = typed["wallstreet ".Length..];
        ProgramResult result = await _program.RunAsync($"[suggest:{line.Length}]", line);

        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F")]
    [InlineData("zsh", "compdef")]
    public async Task A_completion_script_is_printed(string shell, string expected)
    {
        ProgramResult result = await _program.RunAsync("completion", shell);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    private static IEnumerable<(string Path, Command Command)> Paths(Command command, string above) => command.Subcommands.SelectMany(sub =>
    {
        string path = $"{above} {sub.Name}".Trim();
        return Paths(sub, path).Prepend((path, sub));
    });
}
