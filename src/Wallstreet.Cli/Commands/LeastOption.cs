using System.CommandLine;

namespace Wallstreet.Cli.Commands;

/// <summary>Options that take a whole number from a least one on.</summary>
internal static class LeastOption
{
    public static Option<long?> New(string name, string description, long least)
    {
        Option<long?> option = new(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<long?>() < least)
            {
                result.AddError($"{name} is at least {least}.");
            }
        });
        return option;
    }
}
