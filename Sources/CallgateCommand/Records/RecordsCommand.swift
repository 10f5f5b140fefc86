import ArgumentParser

struct RecordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "records",
        abstract: "Look at, export and verify the records of decisions.",
        discussion: """
            Each guarded call leaves a record: what was called, what was decided, and why. Each record holds the hash \
            of the one before it, so that none can be changed, removed or slipped in unnoticed.

              callgate records list --since 2h --decision deny
              callgate records show 01978c2e-9f4b-7cc3-a1f2-0d6b7a3e5c11
              callgate records export --format csv --since 2026-01-01 > records.csv
              callgate records verify --key release.pub
              callgate records stats --since 7d

            Records are in the file that --store names. It can be read while calls are being recorded. A time is \
            2026-01-31T12:00:00Z, 2026-01-31, or how long ago: 90s, 30m, 2h, 7d.
            """,
        subcommands: [
            RecordsListCommand.self, RecordsShowCommand.self, RecordsExportCommand.self, RecordsVerifyCommand.self,
            RecordsStatsCommand.self,
        ])
}
