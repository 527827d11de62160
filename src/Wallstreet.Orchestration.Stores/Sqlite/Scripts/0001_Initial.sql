CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);

CREATE TABLE "assets" (
    "asset" TEXT NOT NULL CONSTRAINT "PK_assets" PRIMARY KEY,
    "materialized" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "observed" INTEGER NOT NULL
);

CREATE TABLE "check_results" (
    "asset" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    CONSTRAINT "PK_check_results" PRIMARY KEY ("asset", "name", "sequence")
);

CREATE TABLE "event_head" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_event_head" PRIMARY KEY,
    "sequence" INTEGER NOT NULL
);

CREATE TABLE "events" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_events" PRIMARY KEY,
    "run" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "asset" TEXT NULL,
    "at" INTEGER NOT NULL,
    "body" BLOB NOT NULL
);

CREATE TABLE "numbers" (
    "asset" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "value" REAL NULL,
    CONSTRAINT "PK_numbers" PRIMARY KEY ("asset", "name", "sequence")
);

CREATE TABLE "partitions" (
    "asset" TEXT NOT NULL,
    "partition" TEXT NOT NULL,
    "materialized" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    CONSTRAINT "PK_partitions" PRIMARY KEY ("asset", "partition")
);

CREATE TABLE "runs" (
    "id" TEXT NOT NULL CONSTRAINT "PK_runs" PRIMARY KEY,
    "status" TEXT NOT NULL,
    "selection" TEXT NOT NULL,
    "partitions" TEXT NULL,
    "trigger" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "started_at" INTEGER NULL,
    "ended_at" INTEGER NULL,
    "launcher" TEXT NOT NULL,
    "tags" TEXT NOT NULL,
    "owner_host" TEXT NULL,
    "owner_process" INTEGER NULL,
    "owner_started_at" INTEGER NULL,
    "heartbeat_at" INTEGER NULL,
    "steps_total" INTEGER NOT NULL,
    "steps_succeeded" INTEGER NOT NULL,
    "steps_failed" INTEGER NOT NULL,
    "steps_skipped" INTEGER NOT NULL,
    "steps_running" INTEGER NOT NULL
);

CREATE TABLE "schedules" (
    "name" TEXT NOT NULL CONSTRAINT "PK_schedules" PRIMARY KEY,
    "status" TEXT NOT NULL,
    "changed_at" INTEGER NOT NULL
);

CREATE TABLE "ticks" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_ticks" PRIMARY KEY AUTOINCREMENT,
    "schedule" TEXT NOT NULL,
    "scheduled_for" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "started_at" INTEGER NOT NULL,
    "ended_at" INTEGER NULL,
    "run" TEXT NULL,
    "message" TEXT NULL
);

INSERT INTO "event_head" ("id", "sequence")
VALUES (1, 0);
SELECT changes();


CREATE INDEX "events_of_asset" ON "events" ("asset", "type", "sequence") WHERE asset IS NOT NULL;

CREATE INDEX "events_of_run" ON "events" ("run", "sequence");

CREATE INDEX "runs_by_status" ON "runs" ("status", "id");

CREATE UNIQUE INDEX "ticks_of_schedule" ON "ticks" ("schedule", "scheduled_for");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122000000_Initial', '10.0.14');

