using System.CommandLine;
using System.Globalization;

namespace Wallstreet.Cli.Commands;

/// <summary>Options that take a whole number from a least one on.</summary>
internal static class LeastOption
{
    public static Option<long?> New(string name, string description, long least)
    {
        Option<long?> option = new(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            // What is no number at all the parser tells.
            if (result.Tokens is [var token] && long.TryParse(token.Value, CultureInfo.CurrentCulture, out long number) && number < least)
            {
                result.AddError($"{name} is at least {least}.");
            }
        });
        return option;
    }
}
