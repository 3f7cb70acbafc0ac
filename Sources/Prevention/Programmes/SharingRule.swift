/// Something that leaves the authority with a step, an entry or a letter of a case (*videregivelse*): the record of it is made
/// by that itself, in the same transaction, and by no form of its own.
///
/// Purpose, necessity and why less would not do are sentences in the locales under `sharing.<programme>.<code>`.
public struct SharingRule: Sendable {
    /// What makes it.
    public enum Occasion: Sendable, Hashable {
        /// The case comes into the stage; opening it counts for the first.
        case entering(Stage)
        /// An entry of the kind with that code.
        case entry(String)
        /// A letter of the template with that code leaves.
        case letter(String)
    }

    /// Who gets it.
    public enum Recipient: Sendable, Hashable {
        /// By code.
        case authority(String)
        /// The municipality of the case.
        case municipality
        /// The municipality of the case; where that takes the step itself, the police.
        case across
        /// That a field says: the code of an authority, or `municipality` for that of the case.
        case field(String)
    }

    /// Whom it is about.
    public enum About: Sendable, Hashable {
        case subject
        /// The party that a field names; where it names none, the only one in that role.
        case party(field: String, role: Party.Role)
    }

    public let code: String
    public let on: Occasion
    /// Code of the authority that gives it; `nil` for whoever takes the step.
    public let giver: String?
    public let recipient: Recipient
    /// The field that says who gets it at the recipient; `nil` where nobody is named.
    public let named: String?
    public let about: About
    public let channel: Disclosure.Channel
    /// The field that says why it is necessary; `nil` where the fixed sentence does.
    public let necessity: String?
    public let parts: @Sendable (Situation) -> [Disclosure.Part]
    /// What it rests on; `nil` where nothing about anybody is given out.
    public let basis: @Sendable (Situation) throws(LawBook.MissingRule) -> Basis?

    init(
        _ code: String, on occasion: Occasion, giver: String? = nil, to recipient: Recipient, named: String? = nil,
        about: About = .subject, by channel: Disclosure.Channel, necessity: String? = nil,
        parts: @escaping @Sendable (Situation) -> [Disclosure.Part],
        basis: @escaping @Sendable (Situation) throws(LawBook.MissingRule) -> Basis?
    ) {
        self.code = code
        on = occasion
        self.giver = giver
        self.recipient = recipient
        self.named = named
        self.about = about
        self.channel = channel
        self.necessity = necessity
        self.parts = parts
        self.basis = basis
    }

    init(
        _ code: String, on occasion: Occasion, giver: String? = nil, to recipient: Recipient, named: String? = nil,
        about: About = .subject, by channel: Disclosure.Channel, necessity: String? = nil,
        categories: [Disclosure.Category],
        basis: @escaping @Sendable (Situation) throws(LawBook.MissingRule) -> Basis?
    ) {
        self.init(
            code, on: occasion, giver: giver, to: recipient, named: named, about: about, by: channel,
            necessity: necessity, parts: { _ in categories.map { Disclosure.Part($0) } }, basis: basis)
    }
}

/// What a step, an entry or a letter of a case gives out, as its rule says.
public struct CaseSharing: Sendable {
    public let rule: SharingRule
    public let basis: Basis
    public let parts: [Disclosure.Part]
    /// Row id of whom it is about.
    public let person: Int64
    /// Code of the authority that gets it, and who there; the name may be empty.
    public let recipient: String
    public let recipientName: String
    /// As somebody has written it; empty where the fixed sentence says it.
    public let necessity: String
    /// Row ids of the others whom the recipient gets to see with it, ascending.
    public let named: [Int64]

    /// Whether it gives the same authority at least as much about the same on the same basis.
    func covers(_ other: CaseSharing) -> Bool {
        basis == other.basis && person == other.person && recipient == other.recipient
            && Set(parts.map(\.category)).isSuperset(of: other.parts.map(\.category))
            && Set(named).isSuperset(of: other.named)
    }
}

extension CaseFile {
    /// What is given out as the case, with `event` in it, stands. What is about nobody is not; what has nobody to go to says
    /// so with an empty recipient.
    public func sharings(by event: CaseEvent, law: LawBook) throws(LawBook.MissingRule) -> [CaseSharing] {
        switch event.kind {
        case .entered(let stage):
            return try sharings(
                .entering(stage), Situation(moving: self, to: stage, at: event.at, law: law, before: nil))
        case .recorded(let entry, let fields):
            guard let situation = Situation(recording: fields, on: self, at: event.at, law: law) else { return [] }
            return try sharings(.entry(entry), situation)
        case .pause, .resume:
            return []
        }
    }

    /// What those in other authorities who read the case here get to see of it that they could not see as it was `before`:
    /// somebody who is added, another municipality, a consent written in later.
    public func sharings(
        beyond before: CaseFile, at: Instant, law: LawBook
    ) throws(LawBook.MissingRule) -> [CaseSharing] {
        let seen = try before.open(at: at, law: law)
        return try open(at: at, law: law).filter { now in !seen.contains { $0.covers(now) } }
    }

    /// Whether others read the case here who would read of somebody in it without a record, since there is nobody yet whom it
    /// is about.
    public var isSharedAboutNobody: Bool {
        subject == nil && !parties.isEmpty && openingRules.contains { $0.about == .subject }
    }

    private func open(at: Instant, law: LawBook) throws(LawBook.MissingRule) -> [CaseSharing] {
        var found: [CaseSharing] = []
        for rule in openingRules {
            guard case .entering(let opening) = rule.on else { continue }
            found += try sharings([rule], Situation(moving: self, to: opening, at: at, law: law, before: fields))
        }
        return found
    }

    /// Those of the steps that opened the case to others who read it here, as far as it is open to them now: of several to the
    /// same, that of the latest step.
    private var openingRules: [SharingRule] {
        guard let stage else { return [] }
        let isShared = programme.shares.contains { $0.during.contains(stage) }
        var latest: [SharingRule.Recipient: (step: Int, rule: SharingRule)] = [:]
        for rule in programme.sharings where rule.channel == .kreds && rule.recipient != .authority("police") {
            guard case .entering(let opening) = rule.on, isShared || opening == stage,
                let step = events.lastIndex(where: { $0.enters(opening) }),
                latest[rule.recipient].map({ $0.step < step }) ?? true
            else { continue }
            latest[rule.recipient] = (step, rule)
        }
        return latest.values.sorted { $0.step < $1.step }.map(\.rule)
    }

    /// What a letter gives out that leaves now.
    public func sharings(
        byLetter template: String, at: Instant, law: LawBook
    ) throws(LawBook.MissingRule) -> [CaseSharing] {
        guard let stage else { return [] }
        return try sharings(
            .letter(template), Situation(moving: self, to: stage, at: at, law: law, before: fields))
    }

    private func sharings(
        _ occasion: SharingRule.Occasion, _ situation: Situation
    ) throws(LawBook.MissingRule) -> [CaseSharing] {
        try sharings(programme.sharings.filter { $0.on == occasion }, situation)
    }

    private func sharings(
        _ rules: [SharingRule], _ situation: Situation
    ) throws(LawBook.MissingRule) -> [CaseSharing] {
        var found: [CaseSharing] = []
        for rule in rules {
            guard let basis = try rule.basis(situation), let person = person(of: rule, situation) else { continue }
            let recipient: String
            switch rule.recipient {
            case .authority(let code): recipient = code
            case .municipality, .across: recipient = municipality
            case .field(let field):
                let chosen = situation.text(field)
                recipient = chosen == "municipality" ? municipality : chosen
            }
            let parts = rule.parts(situation)
            // Read here, the case shows all who take part in it.
            let showsAll = rule.channel == .kreds || parts.contains { $0.category == .family }
            let others = showsAll ? Set(parties.map(\.person)).subtracting([person]).sorted() : []
            found.append(
                CaseSharing(
                    rule: rule, basis: basis, parts: parts, person: person, recipient: recipient,
                    recipientName: rule.named.map(situation.text) ?? "",
                    necessity: rule.necessity.map(situation.text) ?? "", named: others))
        }
        return found
    }

    private func person(of rule: SharingRule, _ situation: Situation) -> Int64? {
        switch rule.about {
        case .subject: return subject?.person
        case .party(let field, let role): return party(named: situation.text(field), role)?.person
        }
    }

    /// The party in a role that a field names, or the only one where it names none.
    func party(named reference: String, _ role: Party.Role) -> Party? {
        let those = parties.filter { $0.role == role }
        guard reference.isEmpty else { return those.first { $0.reference == reference } }
        return Set(those.map(\.person)).count == 1 ? those.first : nil
    }
}
