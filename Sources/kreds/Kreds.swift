import ArgumentParser

/// The command line: each command parses its words, hands over to the use-cases and prints.
@main
struct Kreds: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kreds",
        abstract: "The shared system of a police district and its municipalities for preventing crime.",
        discussion: """
            Data lies in the database given by --database or KREDS_DATABASE (default: sqlite:kreds.sqlite). A new database \
            is made by migrate, import, demo and serve. Exit codes: 0 done; 1 failed, nothing changed; 2 done in part; \
            64 wrong usage.
            """,
        subcommands: [
            DemoCommand.self, GenerateCommand.self, ImportCommand.self, ExportCommand.self, ScreenCommand.self,
            ScreenRulesCommand.self,
            ReportCommand.self, MatchCommand.self, PersonCommand.self, RetentionCommand.self, ServeCommand.self,
            MigrateCommand.self,
            UserCommand.self, RolesCommand.self, AuditCommand.self, KeyCommand.self,
            BackupCommand.self, EscalateCommand.self, DigestCommand.self,
            RestoreCommand.self, DoctorCommand.self, IndicatorsCommand.self,
        ])
}
