import Prevention
import SQL
import Store

/// Makes the list of hits anew where it waits for a full run: other rules are in force since today, or an import that had
/// changed much was cut short.
struct Rescreen: Sendable {
    func isDue(_ office: Office) async throws -> Bool {
        try await office.database.read { db in try office.rescreening(in: db).isDue(in: db) }
    }

    func callAsFunction(by actor: Actor, in office: Office) async throws {
        _ = try await RunScreening(asOf: nil).run(by: actor, in: office)
    }
}
