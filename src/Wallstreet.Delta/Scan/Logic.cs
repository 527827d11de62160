namespace Wallstreet.Delta.Scan;

/// <summary>SQL's three-valued logic over sets of possible results.</summary>
internal static class Logic
{
    public static Outcomes And(Outcomes a, Outcomes b)
    {
        Outcomes both = a | b;
        Outcomes result = both & Outcomes.False;
        if (Can(a, Outcomes.True) && Can(b, Outcomes.True))
        {
            result |= Outcomes.True;
        }

        // Unknown needs an unknown side and no side that is false.
        if (Can(both, Outcomes.Null) && Can(a, Outcomes.True | Outcomes.Null) && Can(b, Outcomes.True | Outcomes.Null))
        {
            result |= Outcomes.Null;
        }

        return result;
    }

    public static Outcomes Or(Outcomes a, Outcomes b) => Not(And(Not(a), Not(b)));

    public static Outcomes Not(Outcomes a) =>
        (a & Outcomes.Null)
        | (Can(a, Outcomes.True) ? Outcomes.False : Outcomes.Nothing)
        | (Can(a, Outcomes.False) ? Outcomes.True : Outcomes.Nothing);

    private static bool Can(Outcomes outcomes, Outcomes some) => (outcomes & some) != 0;
}
