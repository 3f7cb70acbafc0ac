public import Prevention
import SQL
import Store

/// The doubt that comes after another in the queue, of those that the actor may decide on: neither about their own family, nor
/// one on which they have said their word already. After the last one it begins anew.
public struct NextDoubt: Sendable {
    /// `nil` = from the beginning.
    public let after: Int64?
    public let isBackwards: Bool
    /// So many are looked at.
    static let most = 200

    public init(after: Int64?, isBackwards: Bool = false) {
        self.after = after
        self.isBackwards = isBackwards
    }

    /// - Returns: its id; `nil` where none waits.
    public func callAsFunction(_ who: Authorized<Acts.ReviewIdentities>, in office: Office) async throws -> Int64? {
        let now = office.now
        return try await office.database.read { db in
            let sight = try Sight(who.actor, at: now, in: db)
            let here = try after.flatMap { try MatchStore.doubt($0, in: db) }
            let following = try MatchStore.waiting(
                after: here, isBackwards: isBackwards, limit: NextDoubt.most, in: db)
            let others = try MatchStore.waiting(after: nil, isBackwards: isBackwards, limit: NextDoubt.most, in: db)
            for doubt in following + others where doubt.id != after {
                let sides = [doubt.person, doubt.other]
                if sides.contains(where: sight.isKin) { continue }
                if doubt.state == .second,
                    try MatchStore.decisions(on: doubt.id, in: db).first?.actor == who.actor.name
                {
                    continue
                }
                return doubt.id
            }
            return nil
        }
    }
}
