namespace Wallstreet.Markets.Simulation;

/// <summary>The invented companies of the simulated exchange and the fund that holds the market.</summary>
internal static class SimulatedUniverse
{
    public const string Fund = "Fund";

    /// <summary>The company that comes to the market late.</summary>
    public static readonly (string Symbol, DateOnly FirstSession) Listing = ("NVLA.SIM", new(2016, 5, 12));

    /// <summary>The company that leaves it.</summary>
    public static readonly (string Symbol, DateOnly LastSession) Delisting = ("PTRX.SIM", new(2019, 9, 27));

    private static readonly (string Ticker, string Name, string Sector)[] _companies =
    [
        ("MRKT", "Simulated Market Fund", Fund),
        ("ARBC", "Arbor Broadcast Group", "Communication Services"),
        ("LMNA", "Luminarca Media", "Communication Services"),
        ("TELQ", "Telquist Networks", "Communication Services"),
        ("BRIO", "Brioche & Daughters", "Consumer Discretionary"),
        ("KITE", "Kitefield Motors", "Consumer Discretionary"),
        ("OAKR", "Oakrow Home Stores", "Consumer Discretionary"),
        ("VOYG", "Voyagent Travel", "Consumer Discretionary"),
        ("GRNL", "Grainland Foods", "Consumer Staples"),
        ("HRTH", "Hearth & Pantry", "Consumer Staples"),
        ("SODA", "Sodabrook Beverages", "Consumer Staples"),
        ("DRLL", "Drillhaven Energy", "Energy"),
        ("GUST", "Gustmark Renewables", "Energy"),
        ("PTRX", "Petrax Exploration", "Energy"),
        ("TERM", "Terminal Pipeline Partners", "Energy"),
        ("BNKA", "Bank of Ashford", "Financials"),
        ("CDIT", "Creditline Holdings", "Financials"),
        ("INSR", "Insurant Mutual Group", "Financials"),
        ("LEDG", "Ledgerstone Exchange", "Financials"),
        ("VALT", "Vaultmere Capital", "Financials"),
        ("CURA", "Curamed Devices", "Health Care"),
        ("GENX", "Genexis Therapeutics", "Health Care"),
        ("NVLA", "Novela Biologics", "Health Care"),
        ("WARD", "Wardwell Hospitals", "Health Care"),
        ("CRNE", "Cranebridge Industries", "Industrials"),
        ("FRGT", "Freightline Rail", "Industrials"),
        ("JETT", "Jettison Aerospace", "Industrials"),
        ("TOOL", "Toolwright Machines", "Industrials"),
        ("BYTE", "Bytewater Software", "Information Technology"),
        ("CHIP", "Chipley Semiconductor", "Information Technology"),
        ("CLDK", "Cloudrake Systems", "Information Technology"),
        ("PIXL", "Pixelgrove Devices", "Information Technology"),
        ("QBIT", "Qubit Foundry", "Information Technology"),
        ("CHEM", "Chemora Materials", "Materials"),
        ("FOIL", "Foilworth Metals", "Materials"),
        ("TMBR", "Timberline Paper", "Materials"),
        ("PLOT", "Plotwise Properties", "Real Estate"),
        ("TOWR", "Towerfield Trust", "Real Estate"),
        ("VOLT", "Voltage & Light", "Utilities"),
        ("WATR", "Waterbourne Utilities", "Utilities"),
    ];

    /// <summary>The master rows of the securities that trade between two sessions, in order of symbol.</summary>
    public static IReadOnlyList<SimulatedSecurity> Between(DateOnly firstSession, DateOnly lastSession)
    {
        var securities = new List<SimulatedSecurity>(_companies.Length);
        for (int i = 0; i < _companies.Length; i++)
        {
            (string ticker, string name, string sector) = _companies[i];
            string symbol = ticker + ".SIM";
            DateOnly listed = symbol == Listing.Symbol && Listing.FirstSession > firstSession
                ? Listing.FirstSession
                : firstSession;
            DateOnly? delisted = symbol == Delisting.Symbol && Delisting.LastSession < lastSession
                ? Delisting.LastSession
                : null;
            if (listed <= lastSession && (delisted is null || delisted >= listed))
            {
                string id = "XSIM" + (i + 1).ToString("D4", System.Globalization.CultureInfo.InvariantCulture);
                securities.Add(new SimulatedSecurity(id, symbol, name, sector, listed, delisted, 0));
            }
        }

        return [.. securities.OrderBy(static security => security.Symbol, StringComparer.Ordinal)];
    }
}
