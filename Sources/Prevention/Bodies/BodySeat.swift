/// A seat in a body: a function of an authority, for a time (*plads*). It names nobody; who fills it is an account of the system,
/// where there is one.
public struct BodySeat: Sendable, Hashable {
    /// Whose it is.
    public enum Side: String, Sendable, CaseIterable {
        case police, municipality
        /// Residents, associations, trade (*lokalsamfund*).
        case community
    }

    public enum Post: String, Sendable, CaseIterable {
        /// *Formand*.
        case chair
        /// Keeps agenda and minutes (*sekretær*).
        case secretary
        case member
    }

    public let side: Side
    /// Code; empty for a seat of the police.
    public let municipality: String
    /// The function: *borgmester*, *repræsentant for grundejerforeninger*.
    public let title: String
    public let post: Post
    /// Account name; empty where its holder has none.
    public let account: String
    public let from: LocalDate
    /// The last day; `nil` until further notice.
    public let to: LocalDate?

    public init(
        side: Side, municipality: String, title: String, post: Post, account: String, from: LocalDate, to: LocalDate?
    ) {
        self.side = side
        self.municipality = side == .police ? "" : municipality
        self.title = title
        self.post = post
        self.account = account
        self.from = from
        self.to = to
    }

    /// Code of the authority whose it is; empty for one of the local community.
    public var authority: String {
        switch side {
        case .police: return "police"
        case .municipality: return municipality
        case .community: return ""
        }
    }

    /// Whoever has changed authority sits no longer where they sat for the one before.
    public func mayBeHeld(by actor: Actor) -> Bool { authority.isEmpty || authority == actor.authority }

    /// Whether somebody is the one who fills it: by account, and still of the authority whose it is.
    public func isHeld(by actor: Actor) -> Bool { account == actor.name && mayBeHeld(by: actor) }

    public func sits(on day: LocalDate) -> Bool { from <= day && (to.map { day <= $0 } ?? true) }

    func overlaps(_ other: BodySeat) -> Bool {
        (to.map { other.from <= $0 } ?? true) && (other.to.map { from <= $0 } ?? true)
    }

    /// What is wrong with it as such, and beside the others; `refusal.body.*`.
    ///
    /// - Parameters:
    ///   - others: the other seats of the body, past and to come.
    ///   - reaches: codes of the municipalities that the body reaches.
    public func problems(in kind: BodyKind, beside others: [BodySeat], reaches: Set<String>) -> [Refusal] {
        var found = PlanText.problems([("title", title, true)])
        if let to, to < from { found.append(Refusal("body.term", ["place": "to"])) }
        guard kind.rule(of: side) != nil else { return found + [Refusal("body.side", ["place": "side"])] }
        if side != .police, !reaches.contains(municipality) {
            found.append(Refusal("body.outside", ["place": "municipality"]))
        }
        let same = others.filter(overlaps)
        if post == .chair {
            if side != kind.chairedBy { found.append(Refusal("body.chair-side", ["place": "post"])) }
            if let other = same.first(where: { $0.post == .chair }) {
                found.append(Refusal("body.two-chairs", ["place": "post", "title": other.title]))
            }
        }
        let own = same.filter { $0.side == side && $0.municipality == municipality }
        if let twin = own.first(where: { $0.title == title }) {
            found.append(Refusal("body.overlap", ["place": "from", "title": twin.title, "from": twin.from.danish]))
        } else if kind.rule(of: side)?.most == 1, let twin = own.first {
            found.append(Refusal("body.taken", ["place": "title", "title": twin.title, "from": twin.from.danish]))
        }
        if !account.isEmpty, same.contains(where: { $0.account == account }) {
            found.append(Refusal("body.sits-already", ["place": "account"]))
        }
        return found
    }
}

/// What a body lacks by the rules of its kind. The words are in the locales under `body-lacks`.
public enum BodyLack: Sendable, Hashable {
    case chair
    /// No seat of a municipality, by code.
    case municipality(String)
    /// Fewer seats of a side than the rule asks for.
    case side(BodySeat.Side, least: Int)
}

extension BodyKind {
    /// What a body lacks on a day, by its rules.
    ///
    /// - Parameter reaches: codes of the municipalities that it reaches, in the order in which they are named.
    public func lacks(_ seats: [BodySeat], reaches: [String], on day: LocalDate) -> [BodyLack] {
        let sitting = seats.filter { $0.sits(on: day) }
        var found: [BodyLack] = []
        if !sitting.contains(where: { $0.post == .chair }) { found.append(.chair) }
        for rule in rules {
            let own = sitting.filter { $0.side == rule.side }
            if rule.side == .municipality {
                found += reaches.filter { code in own.count { $0.municipality == code } < rule.least }
                    .map { .municipality($0) }
            } else if own.count < rule.least {
                found.append(.side(rule.side, least: rule.least))
            }
        }
        return found
    }
}
