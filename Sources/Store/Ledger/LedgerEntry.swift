/// One line of the log of who did what about whom, why, and to whom it was given (retshåndhævelsesloven § 24).
public struct LedgerEntry: Sendable, Hashable {
    /// The kinds of act that § 24 names, reads of a named person included.
    public enum Action: String, Sendable, CaseIterable {
        case collect, change, read, search, disclose, combine, delete
        /// Sign-in, sign-out and what concerns accounts.
        case account
        /// Emergency access, its end and its review.
        case emergency
        /// Review of the log itself.
        case review
    }

    public enum Entity: String, Sendable, CaseIterable {
        case person, incident, hit, account, report
        case caseFile = "case"
        case importRun = "import"
        /// All of it at once: backup and restore.
        case database
        /// An entry of this log.
        case entry
        /// An emergency access.
        case emergency
        /// The assessment of an area; it is about nobody.
        case area
        case forum, meeting, disclosure
        /// An item on the agenda of a forum.
        case forumItem = "forum-item"
        /// Observations of trends; they are about nobody.
        case observation
        /// How far the Køge model has come in a municipality.
        case rollOut = "roll-out"
        /// A doubt whether two records are one person.
        case doubt
        /// Versions of the rules of Socialsøg; they are about nobody.
        case screeningRule = "screening-rule"
        /// The cooperation plan and what belongs to it; it is about nobody.
        case plan
        case planProposal = "plan-proposal"
        case focusArea = "focus-area"
        case initiative
        case planStatus = "plan-status"
        /// A body of the cooperation with its seats; it is about nobody.
        case body
        case bodyMeeting = "body-meeting"
        case fastTrack = "fast-track"
        case policy
        /// Values of external indicators, what municipalities have for a focus area, and what local councils publish; they are
        /// about nobody.
        case indicator
        case measure
        case localPage = "local-page"
    }

    public var action: Action
    public var entity: Entity
    /// Row id; `nil` where the act concerns none, or none yet.
    public var id: Int64?
    /// Why, or what exactly, in codes and numbers that name nobody: the purpose, the case, the figure. Never what was read.
    public var reason: String
    /// What somebody wrote that may name a person: words searched for, an explanation. Kept apart from the chain, which holds
    /// only its hash, so that it can be deleted.
    public var words: String
    /// To whom it was given; empty where it went to nobody else.
    public var recipient: String
    /// Belongs to a sealed case: shown only to those who may know of it.
    public var isSealed: Bool

    public init(
        _ action: Action, _ entity: Entity, id: Int64?, reason: String, words: String = "", recipient: String = "",
        isSealed: Bool = false
    ) {
        self.action = action
        self.entity = entity
        self.id = id
        self.reason = reason
        self.words = words
        self.recipient = recipient
        self.isSealed = isSealed
    }
}
