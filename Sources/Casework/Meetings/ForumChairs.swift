import Handbook
import Prevention
import SQL
import Store

extension OpenedForum {
    /// Those who lead it, and still may.
    func chairs(_ office: Office, in db: any Connection) throws -> [Actor] {
        try ForumStore.members(of: id, in: db).filter { $0.isSitting && $0.isChair }.compactMap { member in
            try AccountStore.account(named: member.account, in: db).map { office.handbook.placed($0.actor) }
        }.filter { forum.kind.mayBeLed(by: $0) && forum.kind.mayHave($0, in: forum.municipality) }
    }

    /// Whether it has an item about the own family of everybody who leads it: none of them knows of it, so somebody else has to
    /// lead it there (*stedfortræder*).
    func needsDeputy(for sight: Sight, _ office: Office, in db: any Connection) throws -> Bool {
        let families = try chairs(office, in: db).map { chair in
            Set(try chair.person.map { try PersonStore.household(of: $0, in: db).members } ?? [])
        }
        guard let first = families.first else { return false }
        let hidden = families.dropFirst().reduce(first) { $0.intersection($1) }
        if hidden.isEmpty { return false }
        let states = [.proposed] + ItemState.allCases.filter(\.isLive)
        return try ItemStore.items(of: id, in: states, keys: office.keys, db).contains { item in
            item.person.map { hidden.contains($0) && !sight.isKin($0) } ?? false
        }
    }
}
