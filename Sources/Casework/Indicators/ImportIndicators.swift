import Foundation
import Handbook
public import Prevention
import SQL
public import Store

/// Takes in values of external indicators. What is there already stays as it is; what a later delivery says otherwise is
/// changed, and the older value is kept in the history.
public struct ImportIndicators: Sendable {
    public let batch: IndicatorBatch

    public init(_ batch: IndicatorBatch) {
        self.batch = batch
    }

    /// - Returns: the delivery, with what became of its rows.
    /// - Throws: `Refusal("changed-meanwhile")` where another delivery of the same measurements was faster.
    public func callAsFunction(
        _ who: Authorized<Acts.EditPlan>, in office: Office
    ) async throws -> IndicatorDelivery {
        let now = office.now
        return try await office.database.write { db in
            let id = try IndicatorStore.begin(file: batch.file, by: who.actor, at: now, in: db)
            let stored = try IndicatorStore.values(in: db)
            var known = Dictionary(stored.map { ($0.value.key, $0) }, uniquingKeysWith: { first, _ in first })
            var counts = (inserted: 0, updated: 0, unchanged: 0)
            for value in batch.values {
                if let old = known[value.key] {
                    guard old.value != value else {
                        counts.unchanged += 1
                        continue
                    }
                    try IndicatorStore.update(old.id, to: value, delivery: id, in: db)
                    try ChangeLog.record(
                        .indicator, id: old.id, old: try IndicatorText.text(of: old.value),
                        new: try IndicatorText.text(of: value), by: who.actor, at: now, in: db)
                    known[value.key] = StoredIndicator(id: old.id, value: value, revision: old.revision + 1)
                    counts.updated += 1
                } else {
                    guard let row = try IndicatorStore.insert(value, delivery: id, in: db) else {
                        throw Refusal("changed-meanwhile")
                    }
                    known[value.key] = StoredIndicator(id: row, value: value, revision: 1)
                    counts.inserted += 1
                }
            }
            let delivery = IndicatorDelivery(
                id: id, file: batch.file, read: batch.read, inserted: counts.inserted, updated: counts.updated,
                unchanged: counts.unchanged, rejected: batch.rejected, rejectsPath: batch.rejectsPath,
                actor: who.actor.name, at: now)
            try IndicatorStore.finish(delivery, in: db)
            try office.ledger.record(
                .collect, .indicator, id: id, reason: "imported \(counts.inserted) changed \(counts.updated)",
                by: who.actor, at: now, in: db)
            return delivery
        }
    }
}

/// A value as the history of changes keeps it.
enum IndicatorText {
    static func text(of value: IndicatorValue) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// `nil` for what is no value.
    static func value(_ text: String) -> IndicatorValue? {
        try? JSONDecoder().decode(IndicatorValue.self, from: Data(text.utf8))
    }
}
