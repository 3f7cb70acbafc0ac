/// Why somebody looks a person up (*formål*). Asked before any search and before a person outside one's own cases is opened;
/// it stays with the session for that person, and stands in the log (retshåndhævelsesloven § 24).
public struct Purpose: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        case caseWork = "case"
        case incident
        /// An item on the agenda of a § 115 forum.
        case forumItem = "forum-item"
        case screening
        /// Whether two records are one person.
        case identity
        case other
    }

    public let kind: Kind
    /// The number of the case or incident; empty where there is none yet.
    public let reference: String
    /// What the user has written.
    public let explanation: String

    public init(_ kind: Kind, reference: String = "", explanation: String = "") {
        self.kind = kind
        self.reference = reference
        self.explanation = explanation
    }

    /// For the log: codes and numbers alone.
    public var code: String {
        reference.isEmpty ? kind.rawValue : kind.rawValue + " " + reference
    }

    /// Why it cannot stand so: *other* and a forum item say nothing by themselves.
    public var refusal: Refusal? {
        let needsWords = kind == .other || kind == .forumItem
        return needsWords && explanation.isEmpty ? Refusal("purpose-explanation") : nil
    }
}
