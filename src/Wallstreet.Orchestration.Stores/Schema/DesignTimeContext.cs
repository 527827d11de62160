using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Wallstreet.Orchestration.Stores.Schema;

/// <summary>Gives <c>dotnet ef</c> a context to make migrations from; no database is touched.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<OrchestrationContext>
{
    public OrchestrationContext CreateDbContext(string[] args) => Create();

    internal static OrchestrationContext Create(string connectionString = "Data Source=:memory:") =>
        new(new DbContextOptionsBuilder<OrchestrationContext>().UseSqlite(connectionString).Options);
}
