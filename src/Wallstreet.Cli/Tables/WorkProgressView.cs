using System.Globalization;
using Wallstreet.Cli.Commands;

namespace Wallstreet.Cli.Tables;

/// <summary>Shows how far a piece of work on a table is: a bar that moves in a terminal; nothing where the output is read
/// by programs or goes into a file.</summary>
internal sealed class WorkProgressView(CommandContext context) : IDisposable
{
    private const int BarChars = 24;
    private readonly Lock _lock = new();
    private bool _drawn;

    /// <summary>Draws the bar.</summary>
    /// <param name="verb">What is done.</param>
    /// <param name="done">How much of it is done.</param>
    /// <param name="total">How much there is to do; 0 while nobody knows.</param>
    /// <param name="count">The same in words.</param>
    public void Show(string verb, long done, long total, string count)
    {
        if (!context.Rows.IsForPeople || !context.Terminal.IsInteractive)
        {
            return;
        }

        double share = total == 0 ? 0 : Math.Clamp((double)done / total, 0, 1);
        int full = (int)(share * BarChars);
        lock (_lock)
        {
            context.Terminal.Output.Write(string.Create(CultureInfo.InvariantCulture,
                $"\r\u001b[K{verb,-10} {new string('━', full)}{new string('─', BarChars - full)} {share,4:P0}  {count}"));
            context.Terminal.Output.Flush();
            _drawn = true;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_drawn)
        {
            context.Terminal.Output.Write("\r\u001b[K");
            context.Terminal.Output.Flush();
        }
    }
}
