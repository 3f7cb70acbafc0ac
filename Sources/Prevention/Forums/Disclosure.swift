/// The record of a sharing (*videregivelse*): who gave what about whom to whom, on what basis and why (retshåndhævelsesloven
/// § 24; databeskyttelsesforordningen Art. 5, stk. 2). It is made by the sharing itself, and never changed: what was wrong in it
/// is set right by an addendum.
public struct Disclosure: Sendable, Hashable {
    /// Somebody who gives or gets something, as they stood at that moment.
    public struct Side: Sendable, Hashable {
        /// Account name; empty for an authority as a whole, and for somebody outside the system.
        public let account: String
        public let name: String
        public let role: String
        /// Code of the authority.
        public let authority: String

        public init(account: String = "", name: String = "", role: String = "", authority: String) {
            self.account = account
            self.name = name
            self.role = role
            self.authority = authority
        }
    }

    /// Whom it is about.
    public enum Subject: Sendable, Hashable {
        /// Row id in the register.
        case person(Int64)
        /// Somebody who is not in the register: as they were named, with the CPR number by which they are found when they ask.
        case unregistered(name: String, cpr: String)
    }

    public enum Outcome: String, Sendable, CaseIterable {
        case given, partly
        /// Nobody has a duty to share (§ 115, stk. 4): as good an answer as the others.
        case declined
    }

    public enum Consent: String, Sendable, CaseIterable {
        case notAsked = "not-asked"
        case given, refused
    }

    public enum Channel: String, Sendable, CaseIterable {
        /// Read here, in Kreds.
        case kreds
        /// Said at a meeting.
        case meeting
        case letter, mail, phone
    }

    /// Kinds of data that are shared (*kategorier af oplysninger*), each with what exactly.
    public enum Category: String, Sendable, CaseIterable {
        case identity, contact, family, housing
        case schoolWork = "school-work"
        case incidents
        case criminalMatters = "criminal-matters"
        /// A judgment or an accepted fine: all that § 63 d allows.
        case criminalDecision = "criminal-decision"
        case substanceUse = "substance-use"
        case health
        case socialProblems = "social-problems"
        case efforts
    }

    /// What was shared of one category.
    public struct Part: Sendable, Hashable {
        public let category: Category
        /// In a few words; may be empty.
        public let detail: String

        public init(_ category: Category, detail: String = "") {
            self.category = category
            self.detail = detail
        }
    }

    public let giver: Side
    public let recipients: [Side]
    public let subject: Subject
    /// The forum, its meeting and the item, where it was shared with an item.
    public var forum: Int64?
    public var meeting: Int64?
    public var item: Int64?
    /// The case, where it was shared out of one, and the step or entry of it that shared it.
    public var caseID: Int64?
    public var event: Int64?
    /// Row ids of the others who are named in what was shared (*andre omtalte*): it is about them as well, though not for their
    /// sake.
    public var named: [Int64] = []
    /// The number of the item or the case, as printed.
    public let reference: String
    public let basis: Basis
    /// Why nr. 2 reaches the prison service; empty where nobody needed to say.
    public var assessment = ""
    public let purpose: String
    /// Why it is necessary.
    public let necessity: String
    /// Why less would not do.
    public let whyNotLess: String
    /// None where all was declined.
    public let parts: [Part]
    public let consent: Consent
    public let at: Instant
    public let channel: Channel
    public let outcome: Outcome
    /// Whether it belongs to a sealed case.
    public var isSealed = false

    public init(
        giver: Side, recipients: [Side], subject: Subject, reference: String, basis: Basis, purpose: String,
        necessity: String, whyNotLess: String, parts: [Part], consent: Consent, at: Instant, channel: Channel,
        outcome: Outcome
    ) {
        self.giver = giver
        self.recipients = recipients
        self.subject = subject
        self.reference = reference
        self.basis = basis
        self.purpose = purpose
        self.necessity = necessity
        self.whyNotLess = whyNotLess
        self.parts = parts
        self.consent = consent
        self.at = at
        self.channel = channel
        self.outcome = outcome
    }

    /// Whether it gives the same to the same people for the same reasons at the same meeting, at whatever time.
    public func repeats(_ other: Disclosure) -> Bool {
        giver.account == other.giver.account
            && recipients.map(\.account).sorted() == other.recipients.map(\.account).sorted()
            && named == other.named && meeting == other.meeting && item == other.item && caseID == other.caseID
            && basis == other.basis
            && outcome == other.outcome
            && parts == other.parts && purpose == other.purpose && necessity == other.necessity
            && whyNotLess == other.whyNotLess && consent == other.consent && channel == other.channel
    }

    /// The same with other sides.
    public func with(giver: Side, recipients: [Side]) -> Disclosure {
        var one = Disclosure(
            giver: giver, recipients: recipients, subject: subject, reference: reference, basis: basis,
            purpose: purpose, necessity: necessity, whyNotLess: whyNotLess, parts: parts, consent: consent, at: at,
            channel: channel, outcome: outcome)
        one.forum = forum
        one.meeting = meeting
        one.item = item
        one.caseID = caseID
        one.event = event
        one.named = named
        one.assessment = assessment
        one.isSealed = isSealed
        return one
    }

    /// What the recipients may do with it: the code of a sentence in the words under `onward`. It follows from the basis.
    public var onward: String { basis.rawValue }
}

extension Disclosure {
    /// Why it must not be made; empty where it may.
    ///
    /// - Parameter kinds: the kind of every authority that takes part, by code.
    public func refusals(kinds: [String: Authority.Kind]) -> [Refusal] {
        var found: [Refusal] = []
        if recipients.isEmpty { found.append(Refusal("disclosure.no-recipient")) }
        // That nothing is given needs no leave.
        guard outcome != .declined else {
            if !parts.isEmpty { found.append(Refusal("disclosure.declined-parts")) }
            return found
        }
        for authority in Set(recipients.map(\.authority)).sorted() where !reaches(authority, kinds) {
            found.append(Refusal("disclosure.unlawful", ["authority": authority, "basis": basis.rawValue]))
        }
        if parts.isEmpty { found.append(Refusal("disclosure.no-parts")) }
        if basis == .housing, parts.contains(where: { !Disclosure.housingCategories.contains($0.category) }) {
            found.append(Refusal("disclosure.housing-decisions-only"))
        }
        if basis == .consent, consent != .given { found.append(Refusal("disclosure.consent-missing")) }
        if purpose.isBlank { found.append(Refusal("disclosure.purpose")) }
        if necessity.isBlank { found.append(Refusal("disclosure.necessity")) }
        if whyNotLess.isBlank { found.append(Refusal("disclosure.why-not-less")) }
        return found
    }

    private func reaches(_ authority: String, _ kinds: [String: Authority.Kind]) -> Bool {
        guard let from = kinds[giver.authority], let to = kinds[authority] else { return false }
        return basis.lets(from, giveTo: to, hasAssessment: !assessment.isBlank)
    }

    /// Who it is about has to be said with the decision.
    private static let housingCategories: Set<Category> = [.identity, .criminalDecision]
}

extension String {
    /// Whether it says nothing: spaces are no reason.
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
