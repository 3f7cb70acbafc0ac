public import Prevention
import SQL
import Store

/// Adds to the record of a sharing what was wrong in it; the record itself is never changed.
public struct AddDisclosureAddendum: Sendable {
    /// More signs than that no addendum has.
    public static let longest = 4_000
    public let id: Int64
    public let text: String

    public init(_ id: Int64, text: String) {
        self.id = id
        self.text = text
    }

    /// - Throws: `Refused` without text, where it is too long, where the record's words are deleted, and for whoever has not
    ///   shared it, works at the authority that has, or answers for the rights of persons; `NotFound`.
    public func callAsFunction(_ actor: Actor, in office: Office) async throws {
        try await office.writing(as: actor) { db, sight in
            guard
                let record = try DisclosureStore.disclosure(
                    id, for: try office.reader(actor), keys: office.keys, in: db)
            else {
                throw NotFound()
            }
            try sight.checkKin(record.persons)
            guard record.mayBeAddedTo(by: actor) else { throw Refused("disclosure-addendum-whose") }
            guard !record.isForgotten else { throw Refused("disclosure-forgotten") }
            guard !text.allSatisfy(\.isWhitespace) else { throw Refused("addendum-text") }
            guard text.count <= AddDisclosureAddendum.longest else {
                throw Refused("disclosure-addendum-long", ["most": String(AddDisclosureAddendum.longest)])
            }
            try Disclose.supplement(record, text, by: actor, office, db)
        }
    }
}

extension StoredDisclosure {
    func mayBeAddedTo(by actor: Actor) -> Bool {
        disclosure.giver.account == actor.name || actor.may(.giveAccess)
            || disclosure.giver.authority == actor.authority && actor.kind != .institution
    }
}
