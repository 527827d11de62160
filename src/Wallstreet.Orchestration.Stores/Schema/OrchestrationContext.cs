using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wallstreet.Orchestration.Stores.Schema;

/// <summary>
/// The tables of the metadata store, from which EF Core makes the migrations. The stores read and write the tables with
/// SQL of their own; this model is what says how the tables look.
/// </summary>
internal sealed class OrchestrationContext(DbContextOptions<OrchestrationContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        MapEvents(modelBuilder);
        MapAssets(modelBuilder);
        MapRuns(modelBuilder);
        MapSchedules(modelBuilder);
    }

    private static void MapEvents(ModelBuilder modelBuilder)
    {
        // The last sequence that was given; a row of its own, so that pruning never makes a sequence come twice.
        Table(modelBuilder, "event_head", table =>
        {
            table.IndexerProperty<int>("id").ValueGeneratedNever().HasColumnOrder(0);
            table.IndexerProperty<long>("sequence").HasColumnOrder(1);
            table.HasKey("id");
            table.HasData(new Dictionary<string, object> { ["id"] = 1, ["sequence"] = 0L });
        });
        Table(modelBuilder, "events", table =>
        {
            table.IndexerProperty<long>("sequence").ValueGeneratedNever().HasColumnOrder(0);
            table.IndexerProperty<string>("run").IsRequired().HasColumnOrder(1);
            table.IndexerProperty<string>("type").IsRequired().HasColumnOrder(2);
            table.IndexerProperty<string>("asset").HasColumnOrder(3);
            table.IndexerProperty<long>("at").HasColumnOrder(4);
            table.IndexerProperty<byte[]>("body").IsRequired().HasColumnOrder(5);
            table.HasKey("sequence");
            table.HasIndex(["run", "sequence"], "events_of_run");
            table.HasIndex(["asset", "type", "sequence"], "events_of_asset").HasFilter("asset IS NOT NULL");
        });
    }

    private static void MapAssets(ModelBuilder modelBuilder)
    {
        // What follows from the events, kept in the same transaction. The numbers are sequences of events.
        Table(modelBuilder, "assets", table =>
        {
            table.IndexerProperty<string>("asset").IsRequired().HasColumnOrder(0);
            table.IndexerProperty<long>("materialized").HasColumnOrder(1);
            table.IndexerProperty<long>("failed").HasColumnOrder(2);
            table.IndexerProperty<long>("observed").HasColumnOrder(3);
            table.HasKey("asset");
        });
        Table(modelBuilder, "partitions", table =>
        {
            table.IndexerProperty<string>("asset").IsRequired().HasColumnOrder(0);
            table.IndexerProperty<string>("partition").IsRequired().HasColumnOrder(1);
            table.IndexerProperty<long>("materialized").HasColumnOrder(2);
            table.IndexerProperty<long>("failed").HasColumnOrder(3);
            table.HasKey("asset", "partition");
        });
        Table(modelBuilder, "check_results", table =>
        {
            table.IndexerProperty<string>("asset").IsRequired().HasColumnOrder(0);
            table.IndexerProperty<string>("name").IsRequired().HasColumnOrder(1);
            table.IndexerProperty<long>("sequence").HasColumnOrder(2);
            table.HasKey("asset", "name", "sequence");
        });
        Table(modelBuilder, "numbers", table =>
        {
            table.IndexerProperty<string>("asset").IsRequired().HasColumnOrder(0);
            table.IndexerProperty<string>("name").IsRequired().HasColumnOrder(1);
            table.IndexerProperty<long>("sequence").HasColumnOrder(2);
            table.IndexerProperty<double?>("value").HasColumnOrder(3);
            table.HasKey("asset", "name", "sequence");
        });
    }

    private static void MapRuns(ModelBuilder modelBuilder) =>
        Table(modelBuilder, "runs", table =>
        {
            table.IndexerProperty<string>("id").IsRequired().HasColumnOrder(0);
            table.IndexerProperty<string>("status").IsRequired().HasColumnOrder(1);
            table.IndexerProperty<string>("selection").IsRequired().HasColumnOrder(2);
            table.IndexerProperty<string>("partitions").HasColumnOrder(3);
            table.IndexerProperty<string>("trigger").IsRequired().HasColumnOrder(4);
            table.IndexerProperty<long>("created_at").HasColumnOrder(5);
            table.IndexerProperty<long?>("started_at").HasColumnOrder(6);
            table.IndexerProperty<long?>("ended_at").HasColumnOrder(7);
            table.IndexerProperty<string>("launcher").IsRequired().HasColumnOrder(8);
            table.IndexerProperty<string>("tags").IsRequired().HasColumnOrder(9);
            table.IndexerProperty<string>("owner_host").HasColumnOrder(10);
            table.IndexerProperty<int?>("owner_process").HasColumnOrder(11);
            table.IndexerProperty<long?>("owner_started_at").HasColumnOrder(12);
            table.IndexerProperty<long?>("heartbeat_at").HasColumnOrder(13);
            table.IndexerProperty<int>("steps_total").HasColumnOrder(14);
            table.IndexerProperty<int>("steps_succeeded").HasColumnOrder(15);
            table.IndexerProperty<int>("steps_failed").HasColumnOrder(16);
            table.IndexerProperty<int>("steps_skipped").HasColumnOrder(17);
            table.IndexerProperty<int>("steps_running").HasColumnOrder(18);
            table.HasKey("id");
            table.HasIndex(["status", "id"], "runs_by_status");
        });

    private static void MapSchedules(ModelBuilder modelBuilder)
    {
        Table(modelBuilder, "schedules", table =>
        {
            table.IndexerProperty<string>("name").IsRequired().HasColumnOrder(0);
            table.IndexerProperty<string>("status").IsRequired().HasColumnOrder(1);
            table.IndexerProperty<long>("changed_at").HasColumnOrder(2);
            table.HasKey("name");
        });
        Table(modelBuilder, "ticks", table =>
        {
            table.IndexerProperty<long>("id").ValueGeneratedOnAdd().HasColumnOrder(0);
            table.IndexerProperty<string>("schedule").IsRequired().HasColumnOrder(1);
            table.IndexerProperty<long>("scheduled_for").HasColumnOrder(2);
            table.IndexerProperty<string>("status").IsRequired().HasColumnOrder(3);
            table.IndexerProperty<long>("started_at").HasColumnOrder(4);
            table.IndexerProperty<long?>("ended_at").HasColumnOrder(5);
            table.IndexerProperty<string>("run").HasColumnOrder(6);
            table.IndexerProperty<string>("message").HasColumnOrder(7);
            table.HasKey("id");
            table.HasIndex(["schedule", "scheduled_for"], "ticks_of_schedule").IsUnique();
        });
    }

    private static void Table(ModelBuilder modelBuilder, string name, Action<EntityTypeBuilder<Dictionary<string, object>>> map) =>
        modelBuilder.SharedTypeEntity<Dictionary<string, object>>(name, table =>
        {
            table.ToTable(name);
            map(table);
        });
}
