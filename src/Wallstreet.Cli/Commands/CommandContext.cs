using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Wallstreet.Cli.Hosting;
using Wallstreet.Cli.Output;

namespace Wallstreet.Cli.Commands;

/// <summary>One call of a command.</summary>
/// <param name="parsed">The arguments.</param>
/// <param name="services">The program's services.</param>
/// <param name="options">The global options.</param>
/// <param name="terminal">Where it reads and writes.</param>
/// <param name="programName">The name of the program, for remarks that tell what to call.</param>
internal sealed class CommandContext(
    ParseResult parsed, IServiceProvider services, GlobalOptions options, Terminal terminal, string programName)
{
    public ParseResult Parsed => parsed;

    public IServiceProvider Services => services;

    public GlobalOptions Options => options;

    public Terminal Terminal => terminal;

    public string ProgramName => programName;

    /// <summary>Prints rows and objects.</summary>
    public RowPrinter Rows { get; } = new(terminal, options.Format);

    /// <summary>A service of the program.</summary>
    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    /// <summary>A service that a program may be without.</summary>
    public T? Find<T>() where T : class => services.GetService<T>();

    /// <summary>A remark for people: on standard output with the table, so that it never gets between JSON or CSV.</summary>
    public void Remark(string text)
    {
        if (Rows.IsForPeople)
        {
            terminal.Output.WriteLine(text);
        }
    }
}
