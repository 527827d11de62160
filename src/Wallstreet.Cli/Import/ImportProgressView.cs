using System.Globalization;
using Wallstreet.Cli.Output;
using Wallstreet.Lakehouse.Import;

namespace Wallstreet.Cli.Import;

/// <summary>Shows how far an import is: a bar that moves in a terminal, a line for each phase elsewhere.</summary>
internal sealed class ImportProgressView(Terminal terminal, bool isForPeople) : IProgress<ImportProgress>, IDisposable
{
    private const int BarChars = 24;

    private ImportPhase? _phase;
    private bool _drawn;

    /// <inheritdoc />
    public void Report(ImportProgress value)
    {
        if (!isForPeople)
        {
            return;
        }

        if (terminal.IsInteractive)
        {
            terminal.Output.Write($"\r\u001b[K{Bar(value)}");
            terminal.Output.Flush();
            _drawn = true;
        }
        else if (_phase != value.Phase)
        {
            terminal.Output.WriteLine(Describe(value));
        }

        _phase = value.Phase;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_drawn)
        {
            terminal.Output.Write("\r\u001b[K");
            terminal.Output.Flush();
        }
    }

    private static string Describe(ImportProgress value) => string.Create(CultureInfo.InvariantCulture, $"{Verb(value.Phase)}: {value.FilesTotal} {(value.FilesTotal == 1 ? "file" : "files")}");

    private static string Bar(ImportProgress value)
    {
        double share = value.BytesTotal == 0 ? 1 : Math.Clamp((double)value.BytesDone / value.BytesTotal, 0, 1);
        int full = (int)(share * BarChars);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Verb(value.Phase),-10} {new string('━', full)}{new string('─', BarChars - full)} {share,4:P0}  {value.FilesDone}/{value.FilesTotal} files  {value.Rows:N0} rows");
    }

    private static string Verb(ImportPhase phase) => phase switch
    {
        ImportPhase.Sniffing => "Sniffing",
        ImportPhase.Writing => "Writing",
        _ => "Committing",
    };
}
